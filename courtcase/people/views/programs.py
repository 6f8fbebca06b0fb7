"""The head of an institution lets programs in, renews their tokens and ends them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courtcase.operations import OperationError, WrongState
from courtcase.people.forms import ProgramForm
from courtcase.people.models import ApiToken, Institution
from courtcase.people.operations import admit_program, end_token, renew_token
from courtcase.people.operations.programs import Issued
from courtcase.people.permissions import requires
from courtcase.people.queries import live_tokens
from courtcase.people.requests import ActorRequest
from courtcase.people.views.officers import headed_or_404


def page(
    request: ActorRequest,
    institution: Institution,
    form: ProgramForm,
    *,
    issued: Issued | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the programs of an institution; a token just made is shown this once."""
    context = {
        "institution": institution,
        "tokens": live_tokens(institution, timezone.now()),
        "form": form,
        "issued": issued,
    }
    return render(request, "people/programs.html", context, status=status)


@require_safe
@requires("institution.officers")
def programs(request: ActorRequest) -> HttpResponse:
    """List the programs of the institution one heads."""
    return page(request, headed_or_404(request), ProgramForm())


@require_POST
@never_cache
@requires("institution.officers")
def admit(request: ActorRequest) -> HttpResponse:
    """Let a program in and show its token: it goes into no session and no address, so there is no redirect."""
    institution = headed_or_404(request)
    form = ProgramForm(request.POST)
    if not form.is_valid():
        return page(request, institution, form, status=422)
    try:
        issued = admit_program(
            institution=institution,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            actor=request.actor,
            at=timezone.now(),
        )
    except OperationError as error:
        form.add_error(error.field if error.field in form.fields else "name", str(error.message))
        return page(request, institution, form, status=422)
    return page(request, institution, ProgramForm(), issued=issued)


@require_POST
@never_cache
@requires("institution.officers")
def renew(request: ActorRequest, token_id: int) -> HttpResponseBase:
    """Give a program of one's own institution a new token and show it; another's is not found."""
    institution = headed_or_404(request)
    token = get_object_or_404(ApiToken, pk=token_id, institution=institution)
    try:
        issued = renew_token(token=token, actor=request.actor, at=timezone.now())
    except WrongState as error:
        messages.warning(request, str(error.message))
        return redirect("institution_programs")
    return page(request, institution, ProgramForm(), issued=issued)


@require_POST
@requires("institution.officers")
def end(request: ActorRequest, token_id: int) -> HttpResponseBase:
    """End a token of one's own institution; another's is not found."""
    token = get_object_or_404(ApiToken, pk=token_id, institution=headed_or_404(request))
    try:
        end_token(token=token, actor=request.actor, at=timezone.now())
        messages.success(request, _("The token is ended: it opens nothing any more."))
    except WrongState as error:
        messages.warning(request, str(error.message))
    return redirect("institution_programs")
