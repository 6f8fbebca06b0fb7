"""The page on which anybody holds what a witness kept against the register, and the files of a day's root."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from courtcase.frame.dates import court_date, court_time
from courtcase.people.permissions import public
from courtcase.register import stamps, witness
from courtcase.register.checking import Line
from courtcase.register.forms import WitnessForm
from courtcase.register.models import DailyRoot, RootStamp
from courtcase.register.verify_receipt import NotAReceipt

MOST_LINES = 20


@public("register.roots")
@require_http_methods(["GET", "HEAD", "POST"])
def witness_page(request: HttpRequest) -> HttpResponse:
    """Say whether the register still leads to the roots that a mail, a receipt, a line or a time stamp tells.

    Needs no session and no script; nothing that is sent is kept.
    """
    sent = request.method == "POST"
    form = WitnessForm(request.POST, request.FILES) if sent else WitnessForm()
    lines: list[Line] = []
    if sent and form.is_valid():
        try:
            lines = lines_on(form.told())
        except (NotAReceipt, witness.Contradiction):
            form.add_error(
                form.where(), _("No root of the register is told here. Choose another file, or paste the line.")
            )
    context = {"form": form, "lines": lines, "ends": worst_of(lines)}
    return render(request, "register/witness.html", context, status=422 if form.errors else 200)


def worst_of(lines: list[Line]) -> str:
    """Return how the whole ends: false before not yet before true."""
    ends = {line.ends for line in lines}
    return next((one for one in ("false", "not_yet", "true") if one in ends), "")


def lines_on(told: bytes) -> list[Line]:
    """Return what is to be said of each root that is told, newest first. Raises NotAReceipt, Contradiction."""
    try:
        stamps.read(told)
    except stamps.StampRefused:
        kept = sorted(witness.kept_roots([told]).items(), reverse=True)
        return [line_on(day, size, root) for day, (size, root) in kept[:MOST_LINES]]
    return [line_on_stamp(told)]


def line_on(day: date, size: int, root: bytes) -> Line:
    """Return whether the register still leads to one kept root."""
    leads = witness.leads_to(size, root)
    said = {"day": court_date(day), "size": size}
    if leads is None:
        words = _(
            "The register holds fewer entries than this root covers (%(size)d): entries were taken out, or the root is not ours."
        )
    elif leads:
        words = _(
            "The register still leads to this root of %(day)s: its first %(size)d entries are what they were then."
        )
    else:
        words = _(
            "The register was rewritten, or this root is not ours: its first %(size)d entries do not lead to the root of %(day)s."
        )
    return Line("true" if leads else "false", "", "", words % said)


def line_on_stamp(response: bytes) -> Line:
    """Return whether a time stamp is on a published root to which the register still leads, and is to be trusted."""
    root = stamps.root_beneath(response)
    if root is None:
        return Line(
            "false",
            "",
            "",
            _(
                "This time stamp is on no root the register has: it was rewritten, or the stamp is not on a root of ours."
            ),
        )
    if not settings.TIMESTAMP_CERTIFICATES:
        return Line(
            "not_yet",
            "",
            "",
            _("This time stamp is on the root of %(day)s; whose it is cannot be verified here.")
            % {"day": court_date(root.day)},
        )
    trusted = settings.TIMESTAMP_CERTIFICATES
    try:
        at = stamps.stamped_at(response, imprint=witness.imprint_of(root), trusted=trusted)
    except stamps.StampRefused:
        return Line("false", "", "", _("This time stamp is not of an authority that is trusted here, or was changed."))
    if not witness.leads_to(root.tree_size, bytes(root.root_hash)):
        return line_on(root.day, root.tree_size, bytes(root.root_hash))
    said = {"day": court_date(root.day), "at": court_time(at)}
    return Line(
        "true", "", "", _("The root of %(day)s was stamped at %(at)s, and the register still leads to it.") % said
    )


def root_named(day: str) -> DailyRoot:
    """Return the root of a day of the address. Raises Http404."""
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return get_object_or_404(DailyRoot, day=found)


@public("register.roots")
@require_safe
@cache_control(no_cache=True, public=True)
def root_text(request: HttpRequest, day: str) -> HttpResponse:
    """Give out the root of a day as the one line that is mailed, printed and stamped."""
    return HttpResponse(witness.text_of(root_named(day)), content_type="text/plain; charset=us-ascii")


@public("register.roots")
@require_safe
@cache_control(no_cache=True, public=True)
def root_stamp(request: HttpRequest, day: str) -> HttpResponse:
    """Give out the time stamp on the root of a day, as the authority answered. 404 where there is none."""
    stamp = RootStamp.objects.filter(root=root_named(day)).order_by("pk").first()
    if stamp is None:
        raise Http404
    return HttpResponse(bytes(stamp.response), content_type="application/timestamp-reply")
