from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.documents.recognition import why_refused
from courtcase.law.queries import cite, cited_whole
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import queries
from petitions.filing.approvals import standing_of
from petitions.filing.forms.codes import VersionForm
from petitions.filing.institutions import requirements_of
from petitions.filing.known_provisions import known_of
from petitions.filing.official import official_words
from petitions.filing.operations.settle_attachment import NOT_SETTLED, SETTLE_JOB, settle_laid
from petitions.filing.operations.submit_petition import submit_cure, submit_petition
from petitions.filing.pace import Wait, note_submitted, wait_of
from petitions.filing.second_proof import asked_to_prove
from petitions.filing.visitor import kept_code, petition_or_404, submission_code
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.signatories import withdrawn
from petitions.workflow import EDITABLE, State


@get_or_post
@requires("petition.submit")
def check(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show everything that was written beside what the law asks, and submit it."""
    petition = petition_or_404(request, public_id, "petition.submit", related=("data_key",))
    if asked := asked_to_prove(request, petition, at=timezone.now()):
        return asked
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    code = submission_code(request, petition)
    form = VersionForm(request.POST or None, initial={"version": petition.version})
    if request.method == "POST" and form.is_valid():
        wait = wait_of(petition, at=timezone.now())
        if wait is not None:
            return not_yet(request, petition, wait)
        if submitted(request, petition, form, code):
            return redirect("filing:sign", public_id)
    return render(
        request, "filing/check.html", check_context(request, petition, form), status=422 if form.errors else 200
    )


def not_yet(request: ActorRequest, petition: Petition, wait: Wait) -> HttpResponse:
    """Say when the next petition can be submitted, and that nothing is lost meanwhile."""
    context = {"petition": petition, "wait": wait, "code": kept_code(request, petition)}
    response = render(request, "filing/not_yet.html", context, status=429)
    response["Retry-After"] = str(wait.seconds(timezone.now()))
    return response


def submitted(request: ActorRequest, petition: Petition, form: VersionForm, code: str) -> bool:
    """Submit the petition or its cure; where that cannot be done, say why on the form."""
    try:
        try:
            submit(request, petition, form, code)
        except OperationError as error:
            if error.code != NOT_SETTLED:
                raise
            take_out_refused(petition)
            submit(request, petition, form, code)
    except OperationError as error:
        form.add_operation_error(error)
        return False
    return True


def submit(request: ActorRequest, petition: Petition, form: VersionForm, code: str) -> None:
    """Submit the petition or its cure. Raises OperationError."""
    version, at = form.cleaned_data["version"], timezone.now()
    if petition.state == State.RETURNED:
        submit_cure(petition=petition, actor=request.actor, at=at, version=version)
    else:
        submit_petition(petition=petition, code=code, actor=request.actor, at=at, version=version)
        note_submitted(petition, at=at)


def take_out_refused(petition: Petition) -> None:
    """Look now at the files that wait for it. Raises OperationError that names those which cannot be taken, if any."""
    refused = settle_laid(petition=petition, actor=Actor.system(SETTLE_JOB), at=timezone.now())
    if refused:
        told = " ".join(f"{one.filename} — {why_refused(one.refused)}" for one in refused)
        words = _("It was not sent yet: a file cannot be taken. Attach it anew, or send the petition without it.")
        raise OperationError(f"{words} {told}", code="refused_file")


def check_context(request: ActorRequest, petition: Petition, form: VersionForm) -> dict[str, object]:
    """Return what the page of the check shows."""
    content = queries.words_of(petition)
    needs_own_case = queries.needs_own_case(petition)
    laid = queries.laid_with(petition)
    language = request.LANGUAGE_CODE
    cited = cited_whole().in_bulk([*content.get("provisions", []), *content.get("rights", [])])
    return {
        "petition": petition,
        "form": form,
        "content": content,
        "people": queries.people_in(content, withdrawn=withdrawn(petition)),
        "provisions": [cite(cited[pk], language) for pk in content.get("provisions", []) if pk in cited],
        "rights": [cite(cited[pk], language) for pk in content.get("rights", []) if pk in cited],
        "attachments": laid,
        "known": known_of((cited[pk] for pk in content.get("provisions", []) if pk in cited), with_cases=False),
        "official": official_words(petition, content, laid),
        "requirements": requirements_of(
            petition,
            content=content,
            needs_own_case=needs_own_case,
            attached={one.purpose for one in laid},
            today=court_day(timezone.now()),
        ),
        **queries.way(petition, own_case=needs_own_case).frame("check"),
        "approval": standing_of(petition, request.actor, timezone.now()),
        "is_cure": petition.state == State.RETURNED,
        "code": kept_code(request, petition),
    }
