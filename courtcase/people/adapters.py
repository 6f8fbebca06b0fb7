"""How django-allauth makes accounts, writes letters and keeps secrets for us."""

from __future__ import annotations

import base64
from smtplib import SMTPException
from typing import Any

import segno
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from courtcase.frame.navigation import first_page
from courtcase.keys.models import DataKey
from courtcase.keys.operations import decrypt, encrypt, new_data_key
from courtcase.people.actors import Actor
from courtcase.people.limits import too_many_letters
from courtcase.people.models import Account
from courtcase.people.operations import record_guarding, register_account
from courtcase.people.provider_sessions import way_out

log = structlog.get_logger(__name__)


def is_confirmed(email: str) -> bool:
    """Say whether somebody confirmed that an address is theirs."""
    return EmailAddress.objects.filter(email=email.lower(), verified=True).exists()


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up through our operation; letters that cannot be sent break nothing; errors in our words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail or the password is not right."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("Write your present password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many requests. Wait a moment and try again."),
        "email_taken": _("This e-mail is already used by an account."),
        "duplicate_email": _("This e-mail already belongs to your account."),
        "unverified_primary_email": _("Confirm your e-mail first."),
        "same_as_current": _("The new value is the same as the present one."),
    }

    def save_user(self, request: HttpRequest, user: Account, form: Form, commit: bool = True) -> Account:
        """Register the account of somebody who signs up, and return it."""
        data = form.cleaned_data
        return register_account(
            email=data["email"],
            full_name=data["full_name"],
            language=data["language"],
            password=data["password1"],
            actor=Actor.system("sign-up"),
            at=timezone.now(),
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter about sign-in; a mail server that is down is logged, without the address, and breaks no page.

        An address that nobody has confirmed gets so many a day and no more, whoever types it.
        """
        if not is_confirmed(email) and too_many_letters(email):
            log.warning("sign_in_letter_withheld", template=template_prefix)
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.error("sign_in_letter_not_sent", template=template_prefix, error=type(error).__name__)

    def send_notification_mail(
        self, template_prefix: str, user: Account, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Record in the register that e-mail, password or second factor was changed, and tell the person by letter.

        django-allauth calls this after each such change, those of second factors too, whether or not letters are on.
        """
        record_guarding(account=user, letter=template_prefix, actor=Actor.of(user), at=timezone.now())
        super().send_notification_mail(template_prefix, user, context, email)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that somebody did not get in, without saying who it was meant to be."""
        log.info("sign_in_failed", method="password")
        super().authentication_failed(request, **credentials)

    def login(self, request: HttpRequest, user: Account) -> None:
        """Open the session, and log by which proofs and of which account's random id."""
        super().login(request, user)
        methods = [str(one.get("method")) for one in get_authentication_records(request, user)]
        log.info("signed_in", account=str(user.public_id), methods=methods)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page where the person's work begins: the front page does not know them.

        It is in the language of the page on which they signed in, as is the word of it: the account's own is that of letters.
        """
        language = get_language() or getattr(request.user, "language", None) or "kk"
        actor = Actor.of(request.user) if isinstance(request.user, Account) else Actor.nobody()
        with override(language):
            return first_page(actor=actor, at=timezone.now()) or f"/{language}/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page in the language of the page left; by the Court's provider, where that signed them in."""
        return way_out(request) or f"/{get_language() or 'kk'}/"

    def get_login_stages(self) -> list[str]:
        """Return the steps of signing in, of which the second factor's is ours."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "courtcase.people.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether a page may be returned to after sign-in: ours alone, and nothing that is not one line."""
        return bool(url) and "\x00" not in str(url) and bool(super().is_safe_url(str(url)))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept sealed; QR codes are drawn by our own library."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one and try again."),
        "unverified_email": _("Confirm your e-mail before you add a second factor."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret sealed under a data key of its own, as `<key>:<base64>`."""
        key = new_data_key()
        return f"{key.pk}:{base64.b64encode(encrypt(text.encode(), data_key=key)).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` sealed; raises keys' SealBroken where somebody changed it."""
        number, _colon, sealed = encrypted_text.partition(":")
        return decrypt(base64.b64decode(sealed), data_key=DataKey.objects.get(pk=int(number))).decode()

    def get_totp_issuer(self) -> str:
        """Return the name an authenticator app shows beside the code."""
        return gettext("Constitutional Court")

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code of `url` as an SVG that can stand in a page: no style, no script."""
        return str(segno.make(url, error="m").svg_inline(scale=5, border=4, light="#fff"))
