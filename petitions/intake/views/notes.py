"""Notes of the Apparatus on a petition: all of them, and the form that adds one. Nobody else has these addresses."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.paging import before_of
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms_notes import StaffNoteForm
from petitions.intake.notes import PAGE, notes_of
from petitions.intake.operations.note import note_on_petition
from petitions.methods import get_only, get_or_post
from petitions.models import Petition


@get_only
@requires("petition.read_notes")
def notes(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the notes on a petition, newest first, and record that they were opened."""
    petition = petition_or_404(request, public_id, "petition.read_notes")
    return shown(request, petition, StaffNoteForm())


@get_or_post
@requires("petition.note")
def add(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Note a call, a visit or anything else, and go back to the petition."""
    petition = petition_or_404(request, public_id, "petition.note")
    form = StaffNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note_on_petition(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("Noted."))
            return redirect("intake:petition", petition.public_id)
    return shown(request, petition, form)


def shown(request: ActorRequest, petition: Petition, form: StaffNoteForm) -> HttpResponse:
    """Return the page of the notes with the form that adds one, for whoever may."""
    at = timezone.now()
    asked = ("petition.read_notes", "petition.note")
    may = access.allowed(request.actor, asked, petition, at)
    found, older = notes_of(petition, most=PAGE, before=before_of(request)) if asked[0] in may else ([], None)
    if found:
        record_read(subject=petition.subject, actor=request.actor, at=at, place=asked[0])
    context = {
        "petition": petition,
        "notes": found,
        "older": f"?before={older}" if older else "",
        "form": form,
        "may_note": asked[1] in may,
    }
    return render(request, "intake/notes.html", context, status=422 if form.errors else 200)
