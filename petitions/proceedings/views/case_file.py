from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from courtcase.documents.serving import serve_document
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.methods import get_only, get_or_post
from petitions.proceedings.operations.bind_case_file import ask_case_file
from petitions.proceedings.views.frame import case_or_404


@get_or_post
@requires("case.take_file")
def file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask for the file of a case as one PDF, and show when it is made."""
    case = case_or_404(request, public_id, "case.take_file")
    if request.method == "POST":
        ask_case_file(case=case, language=request.LANGUAGE_CODE, actor=request.actor, at=timezone.now())
        return redirect("proceedings:file", public_id)
    context = {"case": case, "file": case.files.order_by("-pk").first(), "papers": case.docket.count()}
    return render(request, "proceedings/file.html", context)


@get_only
@requires("case.take_file")
def download(request: ActorRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Give out the file of a case; that it was taken is recorded."""
    case = case_or_404(request, public_id, "case.take_file")
    made = case.files.select_related("document").filter(public_id=file_id).exclude(document=None).first()
    if made is None or made.document is None:
        raise Http404
    record_read(subject=case.subject, actor=request.actor, at=timezone.now(), place="case.take_file")
    return serve_document(made.document)
