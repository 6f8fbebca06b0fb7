from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from courtcase.documents.models import Document, ScanState
from courtcase.documents.names import clean_filename
from courtcase.documents.recognition import why_refused
from courtcase.documents.serving import serve_document
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import queries
from petitions.filing.file_limits import limits_of_files
from petitions.filing.forms.papers import AttachmentForm, PurposeForm
from petitions.filing.operations.arrange import change_purpose, move_attachment
from petitions.filing.operations.attach import PAGE, attach, detach
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import kept_code, note_read, petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import Attachment, Petition
from petitions.workflow import EDITABLE

CHECKING = gettext_noop("A large file is being checked. Whether it can be opened is said here in a moment.")


@get_or_post
@requires("petition.draft")
@second_proof
def attachments(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the files laid with a draft, or lay more: of several, those that can be taken are, and each other one says why."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(*sent, petitioner_kind=petition.petitioner_kind)
    if request.method == "POST" and form.is_valid() and lay_each(request, petition, form, form.cleaned_data["purpose"]):
        return redirect("filing:attachments", public_id)
    context = {
        "petition": petition,
        "form": form,
        **queries.way(petition).frame("attachments"),
        **laid_context(petition),
        "limits": limits_of_files(),
        "code": kept_code(request, petition),
    }
    return render(request, "filing/attachments.html", context, status=422 if form.errors else 200)


@get_only
@requires("petition.draft")
@second_proof
def checked(request: ActorRequest, public_id: UUID) -> JsonResponse:
    """Tell the script of the page of attachments whether large files are still checked, and what came of it."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if any(one.document.scan_state == ScanState.CHECKING for one in queries.laid_with(petition)):
        response = JsonResponse({"state": "checking", "words": _(CHECKING), "next": ""})
    else:
        refused = [told_of(one.document) for one in queries.not_taken(petition, timezone.now())]
        words = " ".join(refused) or _("The check is over: every file can be opened.")
        response = JsonResponse({"state": "over", "words": words, "next": ""})
    response["Cache-Control"] = "private, no-store"
    return response


def told_of(document: Document) -> str:
    """Return the name of a file that could not be taken, and why."""
    return f"{document.filename} — {why_refused(document.refused)}"


def laid_context(petition: Petition) -> dict[str, object]:
    """Return the files laid with a draft, each with the form that says what it is, and how many pages wait to be joined.

    Besides, whether any of them is still checked, and those that could not be taken.
    """
    laid = queries.laid_with(petition)
    files = [one for one in laid if one.purpose != PAGE]
    kind = petition.petitioner_kind
    return {
        "attachments": [
            (
                one,
                PurposeForm(
                    initial={"purpose": one.purpose}, auto_id=f"id_%s_{one.pk}", petitioner_kind=kind, said=one.purpose
                ),
            )
            for one in files
        ],
        "waiting_pages": len(laid) - len(files),
        "is_checking": any(one.document.scan_state == ScanState.CHECKING for one in files),
        "checking": _(CHECKING),
        "not_taken": [told_of(one.document) for one in queries.not_taken(petition, timezone.now())],
    }


@require_POST
@requires("petition.draft")
@second_proof
def name(request: ActorRequest, public_id: UUID, attachment_id: int) -> HttpResponse:
    """Say anew what a file of a draft is."""
    petition = petition_or_404(request, public_id, "petition.draft")
    attachment = attachment_or_404(petition, attachment_id)
    form = PurposeForm(request.POST, petitioner_kind=petition.petitioner_kind, said=attachment.purpose)
    if form.is_valid():
        change_purpose(
            petition=petition,
            attachment=attachment,
            purpose=form.cleaned_data["purpose"],
            actor=request.actor,
            at=timezone.now(),
        )
    return back_to(attachment)


@require_POST
@requires("petition.draft")
@second_proof
def move(request: ActorRequest, public_id: UUID, attachment_id: int, up: bool) -> HttpResponse:
    """Let a file of a draft change places with the one before (`up`) or after it."""
    petition = petition_or_404(request, public_id, "petition.draft")
    attachment = attachment_or_404(petition, attachment_id)
    move_attachment(petition=petition, attachment=attachment, up=up, actor=request.actor, at=timezone.now())
    return back_to(attachment)


@require_POST
@requires("petition.draft")
@second_proof
def remove(request: ActorRequest, public_id: UUID, attachment_id: int) -> HttpResponse:
    """Take a file out of a draft."""
    petition = petition_or_404(request, public_id, "petition.draft")
    attachment = attachment_or_404(petition, attachment_id)
    detach(petition=petition, attachment=attachment, actor=request.actor, at=timezone.now())
    return back_to(attachment)


@get_only
@requires("petition.read")
@second_proof
def download(request: ActorRequest, public_id: UUID, attachment_id: int) -> HttpResponseBase:
    """Give out one file of a petition to those who may read it."""
    petition = petition_or_404(request, public_id, "petition.read")
    note_read(request, petition, place="petition.read")
    return serve_document(attachment_or_404(petition, attachment_id).document)


def lay_each(request: ActorRequest, petition: Petition, form: AttachmentForm, purpose: str) -> bool:
    """Lay the files a valid form carries, each for itself; say on the form why one cannot be, of all others what became."""
    for uploaded in form.cleaned_data["attachment"]:
        try:
            lay_one(request, petition, uploaded, purpose)
        except OperationError as error:
            form.add_error("attachment", f"{named(uploaded)} — {error.message}")
    return not form.errors


def lay_one(request: ActorRequest, petition: Petition, uploaded: UploadedFile, purpose: str) -> Attachment:
    """Lay one file, and tell what became of it in a message. Raises OperationError."""
    at = timezone.now()
    laid = attach(petition=petition, uploaded=uploaded, purpose=purpose, actor=request.actor, at=at)
    if laid.added_at != at:
        words = _("%(name)s was attached before, so it was not attached a second time.")
        messages.info(request, words % {"name": laid.document.filename})
    elif laid.document.scan_state == ScanState.CHECKING:
        words = _("%(name)s has come and lies with the petition. It is being checked.")
        messages.info(request, words % {"name": laid.document.filename})
    elif laid.document.legibility:
        words = _(
            "%(name)s is attached, but it may be too dark or too pale to be read. Look at it, and take it again in daylight."
        )
        messages.warning(request, words % {"name": laid.document.filename})
    else:
        messages.success(request, _("%(name)s is attached.") % {"name": laid.document.filename})
    return laid


def named(uploaded: UploadedFile) -> str:
    """Return the name of a file as it may be shown."""
    return clean_filename(uploaded.name or "", extension="")


def back_to(attachment: Attachment) -> HttpResponse:
    """Go back to the page that lists the file: the one of pages to be joined, or the one of files."""
    page = "filing:photograph" if attachment.purpose == PAGE else "filing:attachments"
    return HttpResponseRedirect(f"{reverse(page, args=[attachment.petition.public_id])}#file-{attachment.pk}")


def attachment_or_404(petition: Petition, attachment_id: int) -> Attachment:
    """Return one file laid with `petition`; raises Http404."""
    found = petition.attachments.filter(pk=attachment_id, removed_at=None).select_related("document").first()
    if found is None:
        raise Http404
    return found
