"""Petitions laid on one stack, to be answered once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.acting import act_on
from petitions.content import open_text
from petitions.filing.visitor import petition_or_404
from petitions.intake import stacks
from petitions.intake.forms import ReasonForm
from petitions.intake.forms_stacks import LayForm
from petitions.intake.operations.lay_on_stack import ACTION, lay_by_hand, lay_on_stack, take_off_stack
from petitions.letters.queries import named_in_danger
from petitions.methods import get_or_post
from petitions.models import Petition, Stack

RETURNS = "petition.return"


@get_or_post
@requires("petition.link")
def stack(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the stack of a petition and what of the same person can be laid on it; a form lays what is chosen."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, ACTION, at=at)
    if request.method == "POST":
        lay_chosen(request, petition)
        return redirect("intake:stack", public_id)
    record_read(subject=petition.subject, actor=request.actor, at=at, place=ACTION)
    return render(request, "intake/stack.html", stack_context(request, petition))


def lay_chosen(request: ActorRequest, petition: Petition) -> None:
    """Lay the chosen petitions on the stack, or say why they cannot be."""
    chosen = [int(word) for word in request.POST.getlist("petition") if is_key(word)]
    try:
        lay_on_stack(petition=petition, others=chosen, actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        words = ngettext(
            "%(count)d petition is laid on the stack.", "%(count)d petitions are laid on the stack.", len(chosen)
        )
        messages.success(request, words % {"count": len(chosen)})


def is_key(word: str) -> bool:
    """Say whether a word of an address or a form is the key of a row."""
    return word.isascii() and word.isdecimal() and len(word) <= 18


def stack_context(request: ActorRequest, petition: Petition) -> dict[str, object]:
    """Return a page of what lies on the stack and a page of what may be laid there, each by its own key."""
    at = timezone.now()
    found = stacks.stack_of(petition)
    leading = stacks.leading_of(found) if found else None
    whom = stacks.addressee_of(found, leading) if found and leading else None
    laid, more_laid = page_of(request, "after", stacks.lying(found), "petition_id") if found else ([], "")
    others, more_others = page_of(request, "others", stacks.may_be_laid(petition).order_by("-pk"), "pk")
    reply = stacks.waiting_reply(found) if found else None
    may_answer = access.may(request.actor, RETURNS, petition, at)
    now = list(stacks.reached(found, whom)[:2]) if found and whom and may_answer and reply is None else []
    return {
        "petition": petition,
        "stack": found,
        "lines": stacks.lines_of(laid, whom),
        "more_laid": more_laid,
        "others": others,
        "more_others": more_others,
        "reply": reply,
        "sent_back": note_of(found) if found and reply is None else "",
        "is_held": reply is not None and named_in_danger(reply).exists(),
        "may_answer": len(now) > 1,
        "alone": now[0].petition if len(now) == 1 else None,
        "may_undo": may_answer and reply is not None,
    }


def page_of(request: ActorRequest, name: str, rows: QuerySet[Any], key: str) -> tuple[list[Any], str]:
    """Return a page of rows in the order of petitions, newest first, and the address of the next page; blank on the last."""
    word = request.GET.get(name, "")
    if word and is_key(word):
        rows = rows.filter(**{f"{key}__lt": int(word)})
    found = list(rows[: stacks.PAGE + 1])
    if len(found) <= stacks.PAGE:
        return found, ""
    shown = found[: stacks.PAGE]
    return shown, f"?{name}={getattr(shown[-1], key)}"


def note_of(stack: Stack) -> str:
    """Return what a second reader wrote of the reply that was prepared last; blank where it was not sent back."""
    sent_back = stacks.sent_back_reply(stack)
    return open_text(sent_back.letter.petition, sent_back.sealed_note) if sent_back is not None else ""


@get_or_post
@requires("petition.link")
def lay(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Lay a petition on the stack by hand, with the reason."""
    petition = petition_or_404(request, public_id, ACTION)
    initial = {"version": petition.version, "number": request.GET.get("number", "")[:40]}
    form = LayForm(request.POST or None, initial=initial)
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Lay a petition on the stack by hand"),
        button=_("Lay it on the stack"),
        done=_("It is laid on the stack."),
        carry_out=lambda: lay_by_hand(
            petition=petition,
            actor=request.actor,
            at=timezone.now(),
            number=form.cleaned_data["number"],
            together=form.cleaned_data["together"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
        to="intake:stack",
    )


@get_or_post
@requires("petition.link")
def take_off(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take a petition off its stack, with the reason."""
    petition = petition_or_404(request, public_id, ACTION)
    form = ReasonForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Take a petition off its stack"),
        button=_("Take off"),
        done=_("The petition is taken off the stack."),
        carry_out=lambda: take_off_stack(
            petition=petition,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        ),
        to="intake:stack",
    )
