"""A list of petitions taken as a file: ask for it, see how far it is, download it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.documents.queries import open_document
from courtcase.notices.models import Job
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest, account_of
from petitions.filing.answers import kept_by_nobody
from petitions.filing.exporting import open_file
from petitions.intake.exporting import as_kept, listed, may_see
from petitions.intake.forms_export import ListExportForm
from petitions.intake.operations.export_list import JOB, KEPT, ask_list_export, take_list_export
from petitions.intake.queries import VIEWS
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import ListExport

SHOWN = 20
TYPES = {
    ListExport.Format.XLSX.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ListExport.Format.CSV.value: "text/csv; charset=utf-8",
}


@get_or_post
@requires("list.export")
def new(request: ActorRequest, source: str) -> HttpResponse:
    """Say which list will be taken, as the address narrows it, and ask for it as a file."""
    at = timezone.now()
    if not may_see(source, actor=request.actor, at=at):
        raise Http404
    query = as_kept(request.GET)
    form = ListExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen, language = form.cleaned_data, request.LANGUAGE_CODE
        try:
            made = ask_list_export(
                source=source, query=query, language=language, actor=request.actor, at=timezone.now(), **chosen
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("intake:export", made.public_id)
    found = listed(source, query, actor=request.actor, at=at)
    back = reverse("intake:queue" if source == ListExport.Source.QUEUE else "intake:archive")
    context = {
        "form": form,
        "title": ListExport.Source(source).label,
        "view": VIEWS[found.view][0] if found.view else "",
        "narrowed_by": [field.label for field in found.filters.form if field.name in found.narrowed_by],
        "back": f"{back}?{query}",
    }
    return render(request, "intake/export_new.html", context, status=422 if form.errors else 200)


@get_only
@requires("list.export")
def exports(request: ActorRequest) -> HttpResponse:
    """Show the lists the reader took as files lately."""
    at = timezone.now()
    found = list(ListExport.objects.filter(asked_by=account_of(request)).order_by("-pk")[:SHOWN])
    return render(request, "intake/exports.html", {"exports": [(one, state_of(one, at=at)) for one in found]})


@get_only
@requires("list.export")
def export(request: ActorRequest, export_id: UUID) -> HttpResponse:
    """Show how far the making of a file is, and offer it once it is made."""
    made = export_or_404(request, export_id)
    at = timezone.now()
    until = made.ready_at + KEPT if made.ready_at else None
    context = {"export": made, "state": state_of(made, at=at), "words": words_of(made), "until": until}
    return render(request, "intake/export.html", context)


@get_only
@requires("list.export")
def state(request: ActorRequest, export_id: UUID) -> HttpResponse:
    """Say how far the making is, for the page that waits."""
    made = export_or_404(request, export_id)
    stands = state_of(made, at=timezone.now())
    page = reverse("intake:export", args=[made.public_id]) if stands != "making" else None
    return JsonResponse({"state": f"{stands}-{made.rows}", "words": words_of(made), "next": page})


@post_only
@requires("list.export")
def take(request: ActorRequest, export_id: UUID) -> HttpResponseBase:
    """Give out the file, opened piece by piece. Raises Http404, WrongState."""
    made = take_list_export(export=export_or_404(request, export_id), actor=request.actor, at=timezone.now())
    if made.document is None:
        raise Http404
    content = open_file(open_document(made.document), made)
    response = StreamingHttpResponse(content, content_type=TYPES[made.file_format])
    response["Content-Length"] = str(made.size)
    name = f"{made.source}-{made.public_id.hex[:8]}.{made.file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept_by_nobody(response)


def export_or_404(request: ActorRequest, export_id: UUID) -> ListExport:
    """Return a file that the reader asked for. Raises Http404 for another's."""
    found = ListExport.objects.filter(asked_by=account_of(request), public_id=export_id).first()
    if found is None:
        raise Http404
    return found


def state_of(export: ListExport, *, at: datetime) -> str:
    """Return where a file stands: making, failed, ready or gone."""
    if export.ready_at is None:
        key = f"{JOB}:{export.public_id}:"
        return "failed" if Job.objects.filter(state=Job.State.FAILED, key__startswith=key).exists() else "making"
    return "ready" if export.document_id is not None and at < export.ready_at + KEPT else "gone"


def words_of(export: ListExport) -> str:
    """Return how far the making is, in words."""
    return _("%(rows)d of %(expected)d lines") % {"rows": export.rows, "expected": export.expected}
