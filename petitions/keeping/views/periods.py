"""Periods of keeping: which stand, proposing another after seeing what it would touch, and the second person's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.law.models import KeepingTerm
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from petitions.keeping.forms import MeansShorterForm, PeriodForm
from petitions.keeping.operations.change_period import (
    PROPOSES,
    check_period,
    confirm_period,
    propose_period,
    proposed_period,
    reject_period,
)
from petitions.keeping.periods import CONFIRMS, Period, changeable, newly_over, period_of, touched, waiting_changes
from petitions.keeping.table import counted, how_long
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import KeepingChange


@get_only
@requires("keeping.view")
def periods(request: ActorRequest) -> HttpResponse:
    """Show the periods that stand and the changes that wait."""
    at = timezone.now()
    context = {
        "rows": [(one, how_long(one)) for one in changeable(court_day(at))],
        "changes": [(one, in_words(one)) for one in waiting_changes()],
        "may_propose": may(request.actor, PROPOSES, at),
    }
    return render(request, "petitions/keeping/periods.html", context)


@get_or_post
@requires(PROPOSES)
def period(request: ActorRequest, code: str) -> HttpResponse:
    """Show what another period of a kind would touch, and propose it once the page has shown the reach of that period."""
    at = timezone.now()
    rule = changeable(court_day(at)).filter(code=code).first()
    if rule is None:
        raise Http404
    stands = {"how": "for_ever" if rule.for_ever else "amount", "amount": rule.amount, "unit": rule.unit}
    sent = request.POST if request.method == "POST" else None
    form = PeriodForm(sent, rule=rule, initial={**stands, "applies_from": court_day(at)})
    if sent is not None and form.is_valid():
        made = proposed(request, rule, form, at)
        if made is not None:
            messages.success(request, _("The change is proposed. Another person must confirm it."))
            return redirect("keeping:change", made.public_id)
    context = {"form": form, "rule": rule, "long": how_long(rule), "is_obeyed": rule.is_obeyed}
    context |= {"does": touched(code, period_of(rule), at), "reach": None}
    is_shown = sent is not None and not set(form.errors) - {"means_shorter"}
    if is_shown:
        context |= {"reach": reach(rule, form.period, at), "is_other": form.cleaned_data["seen"] and not form.is_seen}
    if sent is not None:
        form.note_seen(form.shown if is_shown else "")
    return render(request, "petitions/keeping/period.html", context, status=422 if form.errors else 200)


def proposed(request: ActorRequest, rule: KeepingTerm, form: PeriodForm, at: datetime) -> KeepingChange | None:
    """Propose what a valid form says if its reach was shown; else check it alone. Where it is refused the form says why."""
    told = form.cleaned_data
    what = {"rule": rule, "period": form.period, "applies_from": told["applies_from"], "order": told["order"], "at": at}
    try:
        if form.is_seen:
            return propose_period(**what, means_shorter=told["means_shorter"], actor=request.actor)
        check_period(**what)
    except OperationError as error:
        form.add_operation_error(error)
    return None


@dataclass(frozen=True)
class Reach:
    """What a period would touch: the period before and the new one in words, how much in all, and how much more than now."""

    was: str
    will: str
    would: int | None
    more: int | None
    is_shorter: bool


def reach(rule: KeepingTerm, new: Period, at: datetime) -> Reach:
    """Return what a period would touch if it held at `at` in place of a row."""
    will = _("for ever") if new.amount is None else counted(new.amount, new.unit)
    is_shorter = new.is_shorter_than(period_of(rule))
    return Reach(how_long(rule), will, touched(rule.code, new, at), newly_over(rule, new, at), is_shorter)


def change_or_404(change_id: UUID) -> KeepingChange:
    """Return a proposal with its row and persons, or raise Http404."""
    related = ("rule", "proposed_by", "decided_by", "made")
    return get_object_or_404(KeepingChange.objects.select_related(*related), public_id=change_id)


def in_words(change: KeepingChange) -> str:
    """Return the proposed period in words."""
    return _("for ever") if change.amount is None else counted(change.amount, change.unit)


@get_only
@requires("keeping.view")
def change(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """Show a proposed period, what it would touch today, and to the second person the two buttons."""
    return shown_change(request, change_or_404(change_id), MeansShorterForm())


def shown_change(request: ActorRequest, found: KeepingChange, form: MeansShorterForm) -> HttpResponse:
    """Return the page of a proposal, with the second person's form as it stands."""
    at, account = timezone.now(), request.actor.account
    waits, is_own = found.is_confirmed is None, account is not None and account.pk == found.proposed_by_id
    context = {
        "change": found,
        "was": how_long(found.rule),
        "will": in_words(found),
        "reach": reach(found.rule, proposed_period(found), at) if waits else None,
        "may_decide": waits and not is_own and may(request.actor, CONFIRMS, at),
        "is_own": waits and is_own,
        "form": form,
    }
    return render(request, "petitions/keeping/change.html", context, status=422 if form.errors else 200)


@post_only
@requires(CONFIRMS)
def confirm(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """Confirm a period that somebody else proposed."""
    found, form = change_or_404(change_id), MeansShorterForm(request.POST)
    form.full_clean()
    try:
        confirm_period(change=found, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except NotAllowed:
        raise Http404 from None
    except OperationError as error:
        if error.field in form.fields:
            form.add_operation_error(error)
            return shown_change(request, found, form)
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Confirmed: the new period applies from its day."))
    return redirect("keeping:change", change_id)


@post_only
@requires(CONFIRMS)
def reject(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """Reject a period that somebody else proposed."""
    found = change_or_404(change_id)
    try:
        reject_period(change=found, actor=request.actor, at=timezone.now())
    except NotAllowed:
        raise Http404 from None
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Rejected: the period that stood stays."))
    return redirect("keeping:change", change_id)
