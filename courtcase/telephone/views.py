"""Pages of signing in by a text message, and of confirming a telephone. The number is in no address and in no session."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courtcase.operations import OperationError
from courtcase.people.limits import too_many, too_many_for
from courtcase.people.models import PhoneCodePurpose
from courtcase.people.permissions import public, requires
from courtcase.people.requests import ActorRequest, account_of
from courtcase.telephone.forms import CodeForm, PhoneForm
from courtcase.telephone.operations import MINUTES, ask_confirmation, ask_sign_in, use_code

# Where a session keeps the id of the code that was asked for in it; 0: none was made, and nobody is told.
ASKED, TO_CONFIRM = "phone_sign_in", "phone_confirm"
WAIT = _("Too many tries. Wait ten minutes, or sign in by e-mail and password.")
WRONG = _("This code is not right, or it is used up. Compare it, or ask for a new one.")


@require_http_methods(["GET", "HEAD", "POST"])
@public("account.sign_in")
def sign_in(request: ActorRequest) -> HttpResponse:
    """Ask for a telephone and send a code to it, where it is the confirmed one of an account."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            if too_many(request, "phone", limit=10, seconds=3600) or too_many_for(
                phone, "phone", limit=10, seconds=3600
            ):
                raise OperationError(WAIT, field="phone")
            made = ask_sign_in(phone=phone, actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_error(error.field, str(error.message))
        else:
            request.session[ASKED] = made or 0
            return redirect("telephone:code")
    return render(request, "telephone/sign_in.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public("account.sign_in")
def code(request: ActorRequest) -> HttpResponseBase:
    """Take in the code and sign in; a second factor, where the account has one, is asked for next."""
    if ASKED not in request.session:
        return redirect("telephone:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_many(request, "phone-code", limit=30, seconds=600):
            form.add_error("typed", str(WAIT))
        else:
            account = use_code(
                code_id=request.session[ASKED],
                purpose=PhoneCodePurpose.SIGN_IN,
                typed=form.cleaned_data["typed"],
                actor=request.actor,
                at=timezone.now(),
            )
            if account is not None:
                del request.session[ASKED]
                record_authentication(request, account, method="code")
                return perform_login(request, account)
            form.add_error("typed", str(WRONG))
    return shown_code(request, form, "telephone/code.html")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("account.settings")
@reauthentication_required(allow_get=True)
def send_confirmation(request: ActorRequest) -> HttpResponseBase:
    """Send a code to the telephone of one's own account; whoever comes back from showing who they are presses again."""
    if request.method != "POST":
        return redirect("account_settings")
    try:
        made = ask_confirmation(account=account_of(request), actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
        return redirect("account_settings")
    request.session[TO_CONFIRM] = made
    return redirect("telephone:confirm")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("account.settings")
def confirm(request: ActorRequest) -> HttpResponseBase:
    """Take in the code that confirms the telephone."""
    if TO_CONFIRM not in request.session:
        return redirect("account_settings")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_many(request, "phone-code", limit=30, seconds=600):
            form.add_error("typed", str(WAIT))
        elif use_code(
            code_id=request.session[TO_CONFIRM],
            purpose=PhoneCodePurpose.CONFIRM,
            typed=form.cleaned_data["typed"],
            actor=request.actor,
            at=timezone.now(),
        ):
            del request.session[TO_CONFIRM]
            messages.success(request, _("Your telephone is confirmed. You can sign in by a text message."))
            return redirect("account_settings")
        else:
            form.add_error("typed", str(WRONG))
    return shown_code(request, form, "telephone/confirm.html")


def shown_code(request: ActorRequest, form: forms.Form, template: str) -> HttpResponse:
    """Render the page that asks for a code."""
    context = {"form": form, "minutes": MINUTES}
    return render(request, template, context, status=422 if form.errors else 200)
