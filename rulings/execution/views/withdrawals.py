"""Words of an entry about a measure that harm somebody: asked to be withdrawn by one person, agreed to by another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from rulings.drafting.views.frame import carried_out
from rulings.execution.forms import WithdrawForm
from rulings.execution.operations.withdraw_words import ask_withdrawal, decide_withdrawal, has_words
from rulings.execution.views.frame import GET_OR_POST
from rulings.models import MeasureStep, RulingState, StepWithdrawal
from rulings.wording import heading_of

MOST = 100


@requires("measure.withdraw")
@require_safe
def withdrawals(request: ActorRequest) -> HttpResponse:
    """List the entries whose words wait for a second person, then those withdrawn, the newest first."""
    found = StepWithdrawal.objects.select_related(
        "step__measure__ruling", "step__institution", "asked_by", "decided_by"
    )
    language = get_language() or "kk"
    rows = [
        {"withdrawal": one, "heading": heading_of(one.step.measure.ruling, language)}
        for one in found.order_by("decided_at", "-pk").reverse()[:MOST]
    ]
    waiting = [row for row in rows if row["withdrawal"].decided_at is None]  # type: ignore[attr-defined]
    done = [row for row in rows if row["withdrawal"].decided_at is not None]  # type: ignore[attr-defined]
    return render(request, "rulings/desk/withdrawals.html", {"waiting": waiting, "done": done})


@requires("measure.withdraw")
@GET_OR_POST
def entry(request: ActorRequest, public_id: UUID, step_id: int) -> HttpResponse:
    """Show an entry with its words, ask that they be withdrawn, or decide on it as the second person."""
    found = MeasureStep.objects.filter(measure__public_id=public_id, measure__ruling__state=RulingState.PUBLISHED)
    step = get_object_or_404(
        found.select_related("measure__ruling", "measure__subject", "institution", "document", "withdrawal"), pk=step_id
    )
    form = WithdrawForm(request.POST or None, step=step)

    def act() -> object:
        return ask_withdrawal(step=step, **form.cleaned_data, actor=request.actor, at=timezone.now())

    done = carried_out(request, form, act, done=_("Asked. Another person must agree."), to=request.path)
    if done is not None:
        return done
    withdrawal = getattr(step, "withdrawal", None)
    if withdrawal is not None and withdrawal.decided_at is not None:
        subject = step.measure.subject
        record_read(subject=subject, place="measure.withdraw", actor=request.actor, at=timezone.now())
    shown = {
        "form": form,
        "step": step,
        "measure": step.measure,
        "heading": heading_of(step.measure.ruling, get_language() or "kk"),
        "withdrawal": withdrawal,
        "is_mine": withdrawal is not None and withdrawal.asked_by_id == request.actor.signed_in.pk,
        "has_words": has_words(step) or bool(step.measure.resulting_words),
    }
    refused = form.is_bound and bool(form.errors)
    return render(request, "rulings/desk/withdraw_words.html", shown, status=422 if refused else 200)


@requires("measure.withdraw")
@require_POST
def decide(request: ActorRequest, withdrawal_id: UUID) -> HttpResponse:
    """Agree, as the second person, that words be withdrawn, or let them stay."""
    found = StepWithdrawal.objects.select_related("step__measure__ruling")
    withdrawal = get_object_or_404(found, public_id=withdrawal_id)
    agrees = request.POST.get("decision") == "agree"
    try:
        decide_withdrawal(withdrawal=withdrawal, agrees=agrees, actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        said = _("They are shown to nobody from now on.") if agrees else _("The words stay as they were.")
        messages.success(request, str(said))
    step = withdrawal.step
    response = redirect(reverse("execution:entry", args=[step.measure.public_id, step.pk]))
    response.status_code = 303
    return response
