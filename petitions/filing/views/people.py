"""Those who petition together, and those who represent: a page that lists them, takes one more, and one for each."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.content import Person, PetitionContent, representatives_of
from petitions.filing import queries
from petitions.filing.forms.base import StepForm
from petitions.filing.forms.codes import VersionForm
from petitions.filing.forms.person import AnotherPersonForm, RepresentativeForm
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.second_proof import second_proof
from petitions.filing.steps import OTHERS, REPRESENTATIVES
from petitions.filing.views.closed import no_longer_written
from petitions.filing.views.step import asked_way
from petitions.filing.visitor import kept_code, petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.workflow import EDITABLE, State
from petitions.writers import KINDS, MOST_REPRESENTATIVES

FORMS: dict[str, type[StepForm]] = {"others": AnotherPersonForm, "representatives": RepresentativeForm}
PAGES = {"others": OTHERS, "representatives": REPRESENTATIVES}


@get_or_post
@requires("petition.draft")
@second_proof
def people(request: ActorRequest, public_id: UUID, group: str) -> HttpResponse:
    """List the other petitioners or the representatives of a draft, and take in one more."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if petition.state not in EDITABLE or petition.institution_id is not None:
        return no_longer_written(request, petition)
    content = queries.words_of(petition)
    written = people_of(content, group)
    initial = {"version": petition.version, "kind": petition.writer}
    form = FORMS[group](request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        new = read(form)
        everybody = [*written, cast(Person, {"key": secrets.token_hex(4), **new})]
        if not is_somebody(new) or saved(request, petition, form, group, everybody):
            return way_on(request, petition, group, written)
    return shown(request, petition, group, form=form, written=written)


@get_or_post
@requires("petition.draft")
@second_proof
def person(request: ActorRequest, public_id: UUID, group: str, key: str) -> HttpResponse:
    """Change what is written about one of them."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if petition.state not in EDITABLE:
        return no_longer_written(request, petition)
    written = people_of(queries.words_of(petition), group)
    one = next((found for found in written if found.get("key") == key), None)
    if one is None:
        raise Http404
    form = FORMS[group](request.POST or None, initial={**one, "version": petition.version})
    if request.method == "POST" and form.is_valid():
        everybody = [cast(Person, {"key": key, **read(form)}) if found is one else found for found in written]
        if saved(request, petition, form, group, everybody):
            if request.POST.get("then") == "stay":
                return redirect("filing:person", public_id, group, key)
            if request.POST.get("then") == "back":
                return redirect("filing:step", public_id, before(petition, group))
            return asked_way(request, public_id) or redirect(f"filing:{group}", public_id)
    return shown(request, petition, group, form=form, written=[], changed=one)


@require_POST
@requires("petition.draft")
@second_proof
def remove(request: ActorRequest, public_id: UUID, group: str, key: str) -> HttpResponse:
    """Take one of them out of a draft; what was typed meanwhile about one more stays in its fields."""
    petition = petition_or_404(request, public_id, "petition.draft")
    written = people_of(queries.words_of(petition), group)
    left = [one for one in written if one.get("key") != key]
    form = VersionForm(request.POST)
    if not form.is_valid() or (len(left) < len(written) and not saved(request, petition, form, group, left)):
        messages.error(request, " ".join(map(str, form.non_field_errors())) or _("Nobody was taken out. Try it again."))
    typed = {name: request.POST[name] for name in FORMS[group].base_fields if name in request.POST}
    if not is_somebody(typed):
        return redirect(f"filing:{group}", public_id)
    petition.refresh_from_db(fields=["version"])
    one_more = FORMS[group](initial={**typed, "version": petition.version})
    return shown(request, petition, group, form=one_more, written=people_of(queries.words_of(petition), group))


def people_of(content: PetitionContent, group: str) -> list[Person]:
    """Return those a page is about, each with a key: an old single representative is given one."""
    found = representatives_of(content) if group == "representatives" else content.get("others", [])
    return [cast(Person, {"key": "old", **one}) for one in found]


def is_somebody(told: Mapping[str, Any]) -> bool:
    """Say whether anything is told of a person: a choice from a list is always sent, and alone it is nobody."""
    return any(value for name, value in told.items() if name not in {"kind", "region", "version"})


def read(form: StepForm) -> dict[str, Any]:
    """Return what a valid form says of a person."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def saved(request: ActorRequest, petition: Petition, form: Any, group: str, everybody: list[Person]) -> bool:
    """Save a group as it shall stand; where that cannot be done, say why on the form."""
    part = cast(PetitionContent, {group: everybody})
    try:
        save_draft(
            petition=petition,
            part=part,
            version=form.cleaned_data.get("version"),
            actor=request.actor,
            at=timezone.now(),
        )
    except OperationError as error:
        form.add_operation_error(error)
        return False
    return True


def way_on(request: ActorRequest, petition: Petition, group: str, written: list[Person]) -> HttpResponse:
    """Return the page the button that saved leads to: one of those already written, the same page, back, out, or on."""
    then = request.POST.get("then", "")
    if then in {one["key"] for one in written}:
        return redirect("filing:person", petition.public_id, group, then)
    if then in {"another", "stay"}:
        return redirect(f"filing:{group}", petition.public_id)
    if then == "back":
        return redirect("filing:step", petition.public_id, before(petition, group))
    way_out = asked_way(request, petition.public_id)
    return way_out or redirect("filing:step", petition.public_id, after(petition, group))


def before(petition: Petition, group: str) -> str:
    """Return the page before a group's: a group that is no page of the way is reached from who petitions."""
    way = queries.way(petition)
    return (way.before(group) if any(step.name == group for step in way.steps) else None) or "you"


def after(petition: Petition, group: str) -> str:
    """Return the page that follows: the representatives come before who petitions, the others after."""
    way = queries.way(petition)
    is_a_page = any(step.name == group for step in way.steps)
    return way.after(group if is_a_page else "you")


def address_of(petition: Petition, group: str, changed: Person | None) -> str:
    """Return where the form of a page is sent: one person's, or the list's."""
    if changed is None:
        return reverse(f"filing:{group}", args=[petition.public_id])
    return reverse("filing:person", args=[petition.public_id, group, changed["key"]])


def shown(
    request: ActorRequest,
    petition: Petition,
    group: str,
    *,
    form: StepForm,
    written: list[Person],
    changed: Person | None = None,
) -> HttpResponse:
    """Render the page of a group; `changed` is whose data alone are shown."""
    way = queries.way(petition)
    is_a_page = any(step.name == group for step in way.steps)
    room = petition.state == State.DRAFT if group == "others" else len(written) < MOST_REPRESENTATIVES
    context = {
        "petition": petition,
        "form": form,
        **way.frame(group if is_a_page else "you"),
        "page": PAGES[group],
        "before": before(petition, group),
        "group": group,
        "typed": address_of(petition, group, changed) if changed or room else "",
        "written": written,
        "changed": changed,
        "saved_form": FORMS[group](initial=changed) if changed and form.errors else None,
        "room": room,
        "kinds": KINDS.values() if group == "representatives" else (),
        "after": after(petition, group),
        "year_ends_on": petition.year_ends_on,
        "code": kept_code(request, petition),
    }
    return render(request, "filing/people.html", context, status=422 if form.errors else 200)
