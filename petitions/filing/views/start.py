from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from courtcase.law.queries import petitioner_kinds_on
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.models import Institution
from courtcase.people.permissions import grants_of, public
from courtcase.people.requests import ActorRequest
from courtcase.people.roles import OF_INSTITUTION
from petitions.filing.forms.person import StartForm
from petitions.filing.operations.start_draft import start_draft
from petitions.filing.queries import standing_petitions, way
from petitions.filing.visitor import hold, keep_code
from petitions.methods import get_or_post


@get_or_post
@public("petition.start")
def start(request: ActorRequest) -> HttpResponse:
    """Ask who petitions and in which language, and begin a draft; beside it stands what is on its way and can be added to."""
    at = timezone.now()
    institution = institution_of(request)
    form = StartForm(
        request.POST or None,
        kinds=kinds_for(institution),
        initial={"language": "ru" if get_language() == "ru" else "kk"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            started = start_draft(
                petitioner_kind=form.cleaned_data["petitioner_kind"],
                language=form.cleaned_data["language"],
                institution=institution,
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            if institution is None:  # what an office opens ends with the office, not with the session
                hold(request, started.petition)
            if started.code:
                keep_code(request, started.petition, started.code)
            first = way(started.petition, own_case=True).steps[0]
            return redirect("filing:step", started.petition.public_id, first.name)
    context = {"form": form, "standing": [] if institution else standing_petitions(request.actor, at)}
    return render(request, "filing/start.html", context, status=422 if form.errors else 200)


def institution_of(request: ActorRequest) -> Institution | None:
    """Return the institution in whose name the visitor files, or None for a citizen."""
    for grant in grants_of(request.actor, timezone.now()):
        if grant.role in OF_INSTITUTION and grant.institution is not None:
            return grant.institution
    return None


def kinds_for(institution: Institution | None) -> list[tuple[str, str]]:
    """Return the kinds of petitioner this visitor may be today: an institution its own kind, everybody else a citizen."""
    wanted = institution.kind if institution else "citizen"
    day = court_day(timezone.now())
    request_language = get_language() or "kk"
    return [
        (kind.code, getattr(kind, f"name_{request_language}"))
        for kind in petitioner_kinds_on(day)
        if kind.code == wanted
    ]
