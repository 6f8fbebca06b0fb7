"""Periods of keeping: which stand, proposing another after seeing what it would touch, and the second person's word."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from petitions.keeping.forms import PeriodForm
from petitions.keeping.operations.change_period import (
    CONFIRMS,
    PROPOSES,
    confirm_period,
    propose_period,
    reject_period,
)
from petitions.keeping.periods import Period, changeable, period_of, touched, waiting_changes
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
    """Show what another period of a kind would touch (GET with its fields), and propose it (POST)."""
    at = timezone.now()
    rule = changeable(court_day(at)).filter(code=code).first()
    if rule is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    stands = {"how": "for_ever" if rule.for_ever else "amount", "amount": rule.amount, "unit": rule.unit}
    form = PeriodForm(sent or None, initial={**stands, "applies_from": court_day(at)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            change = propose_period(
                rule=rule,
                period=form.period,
                applies_from=told["applies_from"],
                order=told["order"],
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("The change is proposed. Another person must confirm it."))
            return redirect("keeping:change", change.public_id)
    is_looked = form.is_bound and not form.errors
    context = {
        "form": form,
        "rule": rule,
        "long": how_long(rule),
        "is_looked": is_looked,
        "would": touched(code, form.period, at) if is_looked else None,
        "does": touched(code, period_of(rule), at),
        "is_obeyed": rule.is_obeyed,
    }
    return render(request, "petitions/keeping/period.html", context, status=422 if form.errors else 200)


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
    at, found, account = timezone.now(), change_or_404(change_id), request.actor.account
    waits, is_own = found.is_confirmed is None, account is not None and account.pk == found.proposed_by_id
    context = {
        "change": found,
        "was": how_long(found.rule),
        "will": in_words(found),
        "would": touched(found.rule.code, Period(found.amount, found.unit, for_ever=found.for_ever), at),
        "may_decide": waits and not is_own and may(request.actor, CONFIRMS, at),
        "is_own": waits and is_own,
    }
    return render(request, "petitions/keeping/change.html", context)


@post_only
@requires(CONFIRMS)
def confirm(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """Confirm a period that somebody else proposed."""
    found = change_or_404(change_id)
    try:
        confirm_period(change=found, actor=request.actor, at=timezone.now())
    except NotAllowed:
        raise Http404 from None
    except OperationError as error:
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
