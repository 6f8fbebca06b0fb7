"""The petitions of an institution: a list that can be narrowed, and the same list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from courtcase.frame.paging import before_of, cut
from courtcase.law.time import COURT_ZONE, court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import overview as shelf
from petitions.filing.forms.papers import OFFICIAL_PURPOSES, PURPOSES
from petitions.filing.operations.note_export import note_export
from petitions.filing.overview_filters import OverviewFilter
from petitions.filing.queries import laid_with
from petitions.filing.visitor import petition_or_404
from petitions.intake.filters import lists_on
from petitions.methods import get_only
from petitions.models import ApprovalOutcome
from petitions.tables import table_file


@get_only
@requires("petition.overview")
def overview(request: ActorRequest) -> HttpResponse:
    """List the petitions of the institutions the reader acts for, newest first, narrowed by the filters in the address."""
    at = timezone.now()
    filters = filters_of(request, at)
    page, older = cut(shelf.page_of(filters.found, before=before_of(request)), shelf.PAGE)
    kept = {name: value for name, value in request.GET.items() if name in filters.filters and value}
    context = {
        "filters": filters,
        "lines": shelf.lines_of(page),
        "kinds": lists_on(court_day(at)).kind_names if "petitioner_kind" in filters.filters else {},
        "approvals": approval_words(),
        "today": court_day(at),
        "older": "?" + urlencode({**kept, "before": older}) if older else "",
        "as_file": reverse("filing:overview_file") + ("?" + urlencode(kept) if kept else ""),
    }
    return render(request, "filing/overview.html", context, status=200 if filters.is_valid() else 422)


@get_only
@requires("petition.overview")
def overview_file(request: ActorRequest) -> HttpResponseBase:
    """Give the list out as CSV, narrowed by the same filters; that it was taken is recorded, for it names officers."""
    at = timezone.now()
    filters = filters_of(request, at)
    narrowed = [name for name, value in filters.form.cleaned_data.items() if value] if filters.is_valid() else []
    note_export(narrowed_by=narrowed, actor=request.actor, at=at)
    language = get_language() or "kk"
    head = [
        *(_("Number"), _("Outgoing number of the letter"), _("Suspended case"), _("State"), _("Begun"), _("Filed")),
        *(_("Term that runs"), _("Last day"), _("Approval by the head"), _("Prepared by"), _("Address of the page")),
    ]
    return table_file(head, cells_of(filters, language=language), name="petitions.csv")


@get_only
@requires("petition.overview")
def manifest(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """Give out the list of an institution's files with sizes and SHA-256 digests: to compare with what it sent."""
    petition = petition_or_404(request, public_id, "petition.overview")
    purposes = {code: str(label) for code, label in (*PURPOSES, *OFFICIAL_PURPOSES)}
    lines = [
        [number, one.document.filename, purposes.get(one.purpose, ""), one.document.size, one.document.sha256]
        for number, one in enumerate(laid_with(petition), start=1)
    ]
    return table_file([_("No."), _("File"), _("What is it?"), _("Size in bytes"), "SHA-256"], lines, name="files.csv")


def filters_of(request: ActorRequest, at: datetime) -> OverviewFilter:
    """Return the filters of the address over the petitions the reader may see."""
    today = court_day(at)
    known = lists_on(today).kind_names
    kinds = [(code, known.get(code, code)) for code in sorted(shelf.kinds_of(request.actor, at))]
    return OverviewFilter(
        request.GET,
        queryset=shelf.overview(request.actor, at),
        today=today,
        people=shelf.preparers(request.actor, at),
        kinds=kinds,
    )


def approval_words() -> dict[str, str]:
    """Return the words of what became of an asking, looked up once for all lines."""
    return {one.value: str(one.label) for one in ApprovalOutcome}


def cells_of(filters: OverviewFilter, *, language: str) -> Iterator[list[object]]:
    """Yield the cells of each line in `language`; read while the file is sent, when the request's language is gone."""
    with override(language):
        words = approval_words()
        for line in shelf.all_lines(filters.found):
            petition = line.petition
            yield [
                petition.register_number,
                line.letter,
                line.suspended_case,
                line.state,
                petition.created_at.astimezone(COURT_ZONE).date().isoformat(),
                petition.filed_on,
                line.term,
                line.due_on,
                words.get(line.approval, ""),
                line.prepared_by,
                settings.PUBLIC_ADDRESS + reverse("filing:follow", args=[petition.public_id]),
            ]
