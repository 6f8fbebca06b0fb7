"""The page of a return: grounds by one key each, the letter as it would read, and why this case, by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from courtcase.frame.dates import court_time
from courtcase.law.models import Ground
from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.operations import OperationError, StaleVersion
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.content import open_text
from petitions.filing.visitor import petition_or_404
from petitions.intake.points import offered_grounds, read_points
from petitions.letters.forms import ReturnForm
from petitions.letters.grammar import Text
from petitions.letters.next_in_queue import after
from petitions.letters.operations.prepare_return import prepare_return, undo_return
from petitions.letters.queries import prepared_for
from petitions.letters.rules import rule_in_use
from petitions.letters.templates import template_in_use
from petitions.letters.values import may_be_cured, values_of_return
from petitions.letters.writing import cure_day, draft_text
from petitions.methods import get_or_post
from petitions.models import LetterKind, Petition, PreparedReturn
from petitions.stale import Stale, stale_form, steps_since


@get_or_post
@requires("petition.return")
def prepare(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Prepare the return of a petition; `look` shows the letter and changes nothing. Then comes the next petition."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.return")
    grounds = grounds_on(kind="return", day=petition.filed_on or court_day(at))
    form = ReturnForm(
        request.POST or None, grounds=grounds, language=request.LANGUAGE_CODE, initial={"version": petition.version}
    )
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            prepared = prepare_return(
                petition=petition,
                grounds=list(form.cleaned_data["grounds"]),
                explanation=form.cleaned_data["explanation"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            if isinstance(error, StaleVersion):
                stale = stale_return(petition, form)
            form.add_operation_error(error)
        else:
            return to_the_next(request, prepared, at=at)
    context = {
        "petition": petition,
        "form": form,
        "offers": offers(petition, form, request.LANGUAGE_CODE),
        "letter": letter_now(petition, form, at=at),
        "rule": rule_in_use(at),
        "stale": stale,
    }
    return render(request, "letters/return.html", context, status=422 if form.errors else 200)


def stale_return(petition: Petition, form: ReturnForm) -> Stale:
    """Return what changed since the form was opened; beside what was typed, the reason of a return that waits already."""
    waiting = prepared_for(petition).prefetch_related("grounds").first()
    standing: dict[str, object] = {}
    if waiting is not None:
        standing["grounds"] = [one.pk for one in waiting.grounds.all()]
        standing["explanation"] = open_text(petition, waiting.sealed_explanation)
    return stale_form(form, entries=steps_since(petition, form.cleaned_data["version"]), standing=standing)


def offers(petition: Petition, form: ReturnForm, language: str) -> list[dict[str, object]]:
    """Return the grounds with the key that chooses each, whether each is chosen and why it is offered.

    Those on whose points the check found something not met come first; the keys stay with the order of the law.
    """
    chosen = {str(value) for value in form["grounds"].value() or []}
    names = dict(form.fields["grounds"].choices)  # type: ignore[attr-defined]
    labels = {str(value): label for value, label in names.items()}
    keys = {value: number for number, value in enumerate(labels, start=1)}
    return [
        {
            "key": keys[str(one.ground.pk)],
            "value": one.ground.pk,
            "label": labels[str(one.ground.pk)],
            "text": getattr(one.ground, f"text_{language}"),
            "cure": getattr(one.ground, f"cure_{language}"),
            "is_chosen": str(one.ground.pk) in chosen,
            "unmet": one.unmet,
            "causes": one.causes,
        }
        for one in offered_grounds(petition, *read_points(petition))
    ]


def letter_now(petition: Petition, form: ReturnForm, *, at: datetime) -> Text:
    """Return the letter as it would read if it left today; what is not chosen or written yet shows as its placeholder."""
    valid = form.is_bound and form.is_valid()
    grounds: list[Ground] = list(form.cleaned_data["grounds"]) if valid else []
    why = form.cleaned_data["explanation"] if valid else ""
    return letter_as_it_stands(petition, grounds, why, at=at)


def letter_as_it_stands(petition: Petition, grounds: list[Ground], why: str, *, at: datetime) -> Text:
    """Return the letter of a return on these grounds for this reason, as it would read if it left today."""
    template = template_in_use(LetterKind.RETURN, petition.language)
    until = cure_day(court_day(at)) if grounds and may_be_cured(grounds) else None
    values = values_of_return(petition, grounds, why)
    return draft_text(template.text, values, language=petition.language, day=court_day(at), cure_until=until)


def to_the_next(request: ActorRequest, prepared: PreparedReturn, *, at: datetime) -> HttpResponseRedirect:
    """Go on to the clerk's next petition, with a word of what was done and the way to undo it."""
    undo = reverse("letters:undo", args=[prepared.petition.public_id])
    number = prepared.petition.register_number or ""
    said = (
        _("The return of %(number)s is prepared. A second reader looks at it before it leaves.")
        if prepared.is_drawn
        else _("The return of %(number)s is prepared. Nothing leaves before %(time)s.")
    )
    words = said % {"number": number, "time": court_time(prepared.not_before)}
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, undo, _("Undo")))
    following = after(prepared.petition, actor=request.actor, at=at)
    return redirect("intake:petition", following) if following else redirect("intake:queue")


@get_or_post
@requires("petition.return")
def undo(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Undo a return that has not left."""
    petition = petition_or_404(request, public_id, "petition.return")
    prepared = get_object_or_404(prepared_for(petition))
    if request.method == "POST":
        try:
            undo_return(prepared=prepared, actor=request.actor, at=timezone.now())
        except OperationError as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("The return is undone: the check goes on."))
        return redirect("intake:petition", public_id)
    return render(request, "letters/undo.html", {"petition": petition, "prepared": prepared})
