"""“Can this Court help me?”, one question a page. The answers stand in the address and nowhere else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.law.queries import grounds_on, referrals, referrals_for
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from petitions.filing.advice import QUESTIONS, Advice, Question, Reason, advice_on, known, next_question
from petitions.methods import get_only

ASKED = "asked"  # which question the page that was sent had asked, so that no answer can be told from a first look


class QuestionForm(AccessibleForm):
    """One question and the answers given before, which travel with it."""

    def __init__(self, data: Any, *, question: Question, before: dict[str, str]) -> None:
        super().__init__(data)
        self.fields[question.code] = forms.ChoiceField(
            label=str(question.words),
            help_text=str(question.hint),
            choices=[(answer.code, answer.words) for answer in question.answers],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose an answer; “I don't know” is one too.")},
        )
        for code, value in {**before, ASKED: question.code}.items():
            self.fields[code] = forms.CharField(widget=forms.HiddenInput, required=False, initial=value)


@get_only
@public("petition.start")
def advice(request: HttpRequest) -> HttpResponse:
    """Ask the next question, or say what the answers mean. Open to all; sets no cookie and keeps nothing."""
    answers = known(request.GET.dict())
    question = next_question(answers)
    if question is None:
        return render(request, "filing/advice_outcome.html", outcome_context(answers))
    sent = request.GET.get(ASKED) == question.code
    # An answer that is none of the offered ones is told from a missing one by the form alone.
    data = {**request.GET.dict(), **answers} if sent else None
    form = QuestionForm(data, question=question, before=answers)
    context = {
        "form": form,
        "question": question,
        "questions": QUESTIONS,
        "position": len(answers) + 1,
        "back": address_without_last(answers),
        "here_query": f"?{urlencode(answers)}",
    }
    return render(request, "filing/advice.html", context, status=422 if sent and not form.is_valid() else 200)


@get_only
@public("petition.start")
def where_the_norm_stands(request: HttpRequest) -> HttpResponse:
    """Show, on a drawn example in both languages of the Court, where in a judgment the applied norm stands."""
    answers = known(request.GET.dict())
    return render(request, "filing/where_the_norm_stands.html", {"back": address(answers)})


def outcome_context(answers: dict[str, str]) -> dict[str, object]:
    """Return what the page of the outcome shows."""
    found: Advice = advice_on(answers)
    grounds = {ground.code: ground for ground in grounds_on(kind="return", day=court_day(timezone.now()))}
    chosen = {question.code: question for question in QUESTIONS}
    return {
        "verdict": found.verdict.value,
        "reasons": [(reason, grounds.get(reason.ground)) for reason in found.reasons],
        "elsewhere": bodies_for(found.reasons),
        "given": [
            (chosen[code].words, next(one.words for one in chosen[code].answers if one.code == value))
            for code, value in answers.items()
        ],
        "back": address_without_last(answers),
        "anew": reverse("filing:advice"),
    }


def bodies_for(reasons: tuple[Reason, ...]) -> list[Any]:
    """Return the bodies that may help, each once, in the order of the reasons that name them."""
    codes = [code for reason in reasons for code in reason.elsewhere]
    found = {body.code: body for body in referrals()} if codes else {}
    named = [found[code] for code in codes if code in found]
    grouped = [body for reason in reasons if reason.group for body in referrals_for(reason.group)]
    return list({body.code: body for body in [*named, *grouped]}.values())


def address(answers: dict[str, str]) -> str:
    """Return the address of the page that follows these answers."""
    return reverse("filing:advice") + (f"?{urlencode(answers)}" if answers else "")


def address_without_last(answers: dict[str, str]) -> str:
    """Return the address of the question answered last; of nothing where none was answered."""
    return address(dict(list(answers.items())[:-1])) if answers else ""
