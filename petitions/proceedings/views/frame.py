"""What every page of a case shares: fetching with permission, and carrying out one act."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from courtcase.frame.errors import Destroyed
from courtcase.frame.forms import AccessibleForm
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.requests import ActorRequest
from petitions import access
from petitions.models import Case, Sitting
from petitions.proceedings.materials import too_late_to_summon


def case_or_404(request: ActorRequest, public_id: UUID, action: str) -> Case:
    """Return the case to which the actor may do `action`; raises Http404, and Destroyed (410) where its papers are gone."""
    found = access.cases_for(request.actor, action, timezone.now())
    case = found.select_related("subject", "data_key", "joined_into").filter(public_id=public_id).first()
    if case is None:
        gone = Case.objects.filter(public_id=public_id).exclude(disposed_on=None).first()
        raise Destroyed(gone.disposed_on) if gone is not None and gone.disposed_on is not None else Http404
    return case


def warn_of_summons(request: ActorRequest, sitting: Sitting) -> None:
    """Say with the next page that less time is left than is set between summons and session, where it is so."""
    warning = too_late_to_summon(sitting, court_day(timezone.now()))
    if warning:
        messages.warning(request, warning)


def posted(request: ActorRequest) -> QueryDict | None:
    """Return what was sent, empty or not, for a form that has no field; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def act_on_case(
    request: ActorRequest,
    *,
    case: Case | None,
    form: AccessibleForm,
    title: Promise | str,
    button: Promise | str,
    done: Promise | str,
    carry_out: Callable[[], object],
    to: str = "",
    lead: dict[str, object] | None = None,
) -> HttpResponse:
    """Show the form of an act on a case, or carry it out and go `to` an address (the case's page) with a word of it.

    `lead` holds what stands above the form: `shown`, the judges as the Chair sees them; a `warning`; who is `away`.
    """
    back = to or (reverse("proceedings:case", args=[case.public_id]) if case else "")
    if request.method == "POST" and form.is_valid():
        try:
            carry_out()
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, str(done))
            return redirect(back)
    context = {**(lead or {}), "case": case, "form": form, "title": title, "button": button, "back": back}
    return render(request, "proceedings/form.html", context, status=422 if form.errors else 200)
