"""One letter that answers the petitions of a stack: written beside what it will say, and undone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.filing.visitor import petition_or_404
from petitions.intake.stacks import MOST, answered_with, leading_of, stack_of, waiting_reply
from petitions.letters.forms import StandingForm
from petitions.letters.grammar import Text
from petitions.letters.operations.standing import (
    ONLY_ONE,
    RETURNS,
    numbers_of,
    prepare_standing_reply,
    undo_standing_reply,
)
from petitions.letters.rules import rule_in_use
from petitions.letters.templates import template_in_use
from petitions.letters.values import may_be_cured, values_of_standing
from petitions.letters.writing import cure_day, draft_text
from petitions.methods import get_or_post, post_only
from petitions.models import LetterKind, Petition, Stack


@get_or_post
@requires("petition.return")
def reply(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Prepare one reply to the stack on which a petition lies; `look` shows the letter and changes nothing."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, RETURNS, at=at)
    stack = stack_of(petition)
    if stack is None:
        raise Http404
    leading = leading_of(stack)
    if leading is None:
        messages.error(request, _("No petition on the stack can be answered now: each line says why."))
        return redirect("intake:stack", public_id)
    if request.method != "POST" and answered_with(stack, leading)[:2].count() == 1:
        messages.info(request, str(ONLY_ONE))
        return redirect("intake:return", leading.public_id)
    grounds = grounds_on(kind="return", day=leading.filed_on or court_day(at))
    form = StandingForm(request.POST or None, grounds=grounds, language=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            prepare_standing_reply(stack=stack, actor=request.actor, at=at, **form.cleaned_data)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(
                request, _("The reply is prepared. Nothing leaves before it is signed and can be undone no more.")
            )
            return redirect("intake:stack", public_id)
    record_read(subject=leading.subject, actor=request.actor, at=at, place=RETURNS)
    context = {
        "petition": petition,
        "form": form,
        **letter_now(stack, leading, form, at=at),
        "rule": rule_in_use(at),
    }
    return render(request, "letters/standing.html", context, status=422 if form.errors else 200)


def letter_now(stack: Stack, leading: Petition, form: StandingForm, *, at: datetime) -> dict[str, object]:
    """Return the letter as it would read if it left today, its language and how many petitions it names."""
    valid = form.is_bound and form.is_valid()
    grounds = list(form.cleaned_data["grounds"]) if valid else []
    why = form.cleaned_data["explanation"] if valid else ""
    numbers = numbers_of(list(answered_with(stack, leading)[:MOST]))
    template = template_in_use(LetterKind.STANDING, leading.language)
    until = cure_day(court_day(at)) if grounds and may_be_cured(grounds) else None
    values = values_of_standing(leading, grounds, why, numbers=numbers)
    text: Text = draft_text(template.text, values, language=leading.language, day=court_day(at), cure_until=until)
    return {"letter": text, "language": leading.language, "count": len(numbers)}


@post_only
@requires("petition.return")
def undo(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Undo a reply that has not left."""
    petition = petition_or_404(request, public_id, RETURNS)
    stack = stack_of(petition)
    waiting = waiting_reply(stack) if stack else None
    if waiting is None:
        raise Http404
    try:
        undo_standing_reply(reply=waiting, actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The reply is undone: each of the petitions is checked on."))
    return redirect("intake:stack", public_id)
