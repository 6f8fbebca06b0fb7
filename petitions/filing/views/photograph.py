from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.file_limits import limits_of_files
from petitions.filing.forms.papers import PhotographForm, PurposeForm
from petitions.filing.operations.arrange import join_pages, pages_of
from petitions.filing.operations.attach import PAGE, attach
from petitions.filing.second_proof import second_proof
from petitions.filing.views.attachments import named
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.workflow import EDITABLE


@get_or_post
@requires("petition.draft")
@second_proof
def photograph(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the pages photographed so far, or keep more of them. Asked for JSON (by camera.js), answers so for one page."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    form = PhotographForm(request.POST, request.FILES) if request.method == "POST" else PhotographForm()
    as_json = request.headers.get("Accept", "").startswith("application/json")
    if request.method == "POST":
        kept = keep_each(request, petition, form) if form.is_valid() else []
        if as_json:
            return told_as_json(form, kept)
        if not form.errors:
            return redirect("filing:photograph", public_id)
    return page(request, petition, form=form, join_form=PurposeForm(auto_id="id_join_%s"))


@require_POST
@requires("petition.draft")
@second_proof
def join(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Make one PDF of the photographed pages and lay it with the petition."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    form = PurposeForm(request.POST, auto_id="id_join_%s")
    if form.is_valid():
        try:
            laid = join_pages(
                petition=petition,
                purpose=form.cleaned_data["purpose"],
                actor=request.actor,
                at=timezone.now(),
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("%(name)s is attached.") % {"name": laid.document.filename})
            return redirect("filing:attachments", public_id)
    return page(request, petition, form=PhotographForm(), join_form=form)


def page(request: ActorRequest, petition: Petition, *, form: PhotographForm, join_form: PurposeForm) -> HttpResponse:
    """Return the page with the two forms, of which one may say what is wrong."""
    context = {
        "petition": petition,
        "form": form,
        "join_form": join_form,
        "pages": list(pages_of(petition)),
        "failed": join_form if join_form.errors else form,
        "limits": limits_of_files(),
    }
    return render(request, "filing/photograph.html", context, status=422 if form.errors or join_form.errors else 200)


def keep_each(request: ActorRequest, petition: Petition, form: PhotographForm) -> list[dict[str, object]]:
    """Keep the pages a valid form carries, each for itself; say on the form why one cannot be. Returns what was kept."""
    kept: list[dict[str, object]] = []
    for uploaded in form.cleaned_data["attachment"]:
        try:
            laid = attach(petition=petition, uploaded=uploaded, purpose=PAGE, actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_error("attachment", f"{named(uploaded)} — {error.message}")
        else:
            kept.append({"id": laid.pk, "legibility": laid.document.get_legibility_display()})
    return kept


def told_as_json(form: PhotographForm, kept: list[dict[str, object]]) -> JsonResponse:
    """Answer the script: the page as it is kept, or the words that say what is wrong."""
    if form.errors:
        return JsonResponse({"words": " ".join(str(one) for one in form.errors.get("attachment", []))}, status=422)
    return JsonResponse(kept[0])
