"""What the system speaks to outside: mail, the gateway for text messages, the virus scanner. Nothing is sent."""

from __future__ import annotations

import http.client
import re
import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

import clamd
from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Outcome, check, look, not_set_up, well, wrong
from courtcase.documents.models import Document, ScanState
from courtcase.documents.scanning import scanner
from courtcase.notices.mail import close_quietly
from courtcase.notices.outcomes import NotSent
from courtcase.notices.sms import checked_gateway, refuse_inner_address
from courtcase.notices.sms_costs import NEAR_PERCENT, sent_this_month, sent_today

TIMEOUT_SECONDS = 1.5
OLD_SIGNATURES_DAYS = 7
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@check(
    "mail",
    title=_("Mail"),
    measured=_("A connection to the server with greeting, TLS and sign-in as configured; nothing is sent."),
    remedy=_("See that the server of COURTCASE_MAIL_URL runs and can be reached from here."),
)
def mail() -> Outcome:
    """See that the mail server would take a letter from us."""
    if settings.IS_DEMO:
        return not_set_up(_("A demonstration sends no mail: it keeps it, to be read at /demo/mail/."))
    connection: Any = get_connection(SMTP, timeout=TIMEOUT_SECONDS)
    try:
        connection.open()
        connection.connection.ehlo_or_helo_if_needed()  # without TLS and sign-in, opening has said nothing yet
    except smtplib.SMTPAuthenticationError:
        do = _("Mend the name and the password in COURTCASE_MAIL_URL.")
        return wrong(_("The mail server refuses our name or password."), do=do)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        do = _("Mend smtp, smtp+tls or smtp+ssl in COURTCASE_MAIL_URL, or the server's certificate.")
        return wrong(_("The mail server and we do not agree on TLS (%(error)s)."), do=do, error=type(error).__name__)
    except (OSError, smtplib.SMTPException) as error:
        return wrong(_("The mail server cannot be reached (%(error)s)."), error=type(error).__name__)
    finally:
        close_quietly(connection)
    if settings.IS_PRODUCTION and parseaddr(settings.DEFAULT_FROM_EMAIL)[1].endswith("@localhost"):
        do = _("Set COURTCASE_MAIL_FROM to the Court's own address.")
        return look(_("The mail server answers, but letters would come from an address that does not exist."), do=do)
    return well(_("The mail server answers and takes our sign-in."))


@check(
    "sms",
    title=_("Text messages"),
    measured=_("A connection to the gateway, with TLS; nothing is sent."),
    remedy=_("See that the gateway of COURTCASE_SMS_URL runs and can be reached from here."),
)
def sms() -> Outcome:
    """See that the gateway for text messages can be called."""
    if settings.IS_DEMO:
        return not_set_up(_("A demonstration sends no text messages: it keeps them, to be read at /demo/mail/."))
    if not settings.SMS_URL:
        do = _("To send them, set COURTCASE_SMS_URL, COURTCASE_SMS_TOKEN and COURTCASE_SMS_HOSTS.")
        return not_set_up(_("There is no gateway: nobody is told anything by text message."), do=do)
    try:
        address = checked_gateway()
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(str(address.hostname), address.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.connect()
            refuse_inner_address(connection)
        finally:
            connection.close()
    except NotSent as refused:
        do = _("Mend COURTCASE_SMS_URL (https) and COURTCASE_SMS_HOSTS, which must name its host.")
        return wrong(_("The gateway would never be called (%(reason)s)."), do=do, reason=refused.reason)
    except OSError as error:
        return wrong(_("The gateway cannot be reached (%(error)s)."), error=type(error).__name__)
    return well(_("The gateway can be reached."))


@check(
    "sms.cost",
    title=_("Cost of text messages"),
    measured=_("Text messages that left today and this month, beside their limits."),
    remedy=_(
        "See who is written to; raise COURTCASE_SMS_DAY_LIMIT or COURTCASE_SMS_MONTH_LIMIT where people need more."
    ),
    asks_database=True,
)
def sms_cost() -> Outcome:
    """See that the limits of what text messages may cost are not near."""
    day = timezone.localdate()
    today, month = sent_today(day), sent_this_month(day)
    words = _("Text messages that left: %(today)d today, %(month)d this month.")
    limits = ((today, settings.SMS_DAY_LIMIT), (month, settings.SMS_MONTH_LIMIT))
    used = max((100 * count // limit for count, limit in limits if limit), default=0)
    if used >= 100:
        return wrong(words, today=today, month=month)
    if used >= NEAR_PERCENT:
        return look(words, today=today, month=month)
    return well(words, today=today, month=month)


@check(
    "clamd",
    title=_("Virus scanner"),
    measured=_("PING and VERSION of clamd, with the day of its signatures."),
    remedy=_(
        "See that clamd runs where COURTCASE_CLAMD says; meanwhile files that come in are kept but given to nobody."
    ),
)
def virus_scanner() -> Outcome:
    """See that the virus scanner answers and knows the viruses of these days."""
    if not settings.CLAMD_ADDRESS:
        do = _("To have files scanned, run clamd and set COURTCASE_CLAMD.")
        return not_set_up(_("There is no virus scanner: files are kept and given out unscanned."), do=do)
    asked = scanner(settings.CLAMD_ADDRESS, timeout=TIMEOUT_SECONDS)
    try:
        asked.ping()
        made = signatures_made(asked.version())
    except (clamd.ClamdError, OSError) as error:
        return wrong(_("The virus scanner does not answer (%(error)s)."), error=type(error).__name__)
    if made is None:
        do = _("Run freshclam; clamd has no signatures yet, or does not say how old they are.")
        return look(_("The virus scanner answers, but does not say how old its signatures are."), do=do)
    days = (timezone.now() - made).days
    words = _("The virus scanner answers; its signatures are %(days)d d old.")
    do = _("Run freshclam, and see that it runs by itself every day.")
    return look(words, do=do, days=days) if days > OLD_SIGNATURES_DAYS else well(words, days=days)


def signatures_made(version: str) -> datetime | None:
    """Return when clamd's signatures were made, from "ClamAV 1.0.7/27462/Tue Nov 19 09:44:39 2026"; None if unsaid."""
    parts = version.strip().split("/")
    try:
        return datetime.strptime(re.sub(r"\s+", " ", parts[2]), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return None


@check(
    "scans",
    title=_("Files that wait for the virus scan"),
    measured=_("Stored files by what the scanner said."),
    remedy=_("See that clamd and the worker run; then run: manage.py sweep_documents"),
    asks_database=True,
)
def scans() -> Outcome:
    """See that no file waits long for its scan."""
    waiting = Document.objects.filter(
        scan_state=ScanState.WAITING, created_at__lt=timezone.now() - timedelta(hours=1)
    ).count()
    words = _("Files that have waited for more than an hour: %(waiting)d.")
    return look(words, waiting=waiting) if waiting else well(words, waiting=waiting)
