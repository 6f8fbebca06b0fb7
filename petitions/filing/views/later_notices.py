"""Whether the Court may write when a norm of the petition falls later: what it means, and the choice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.law.queries import cited_whole
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.forms.words import LATER_NOTICES, NO_OR_YES
from petitions.filing.known_provisions import known_of
from petitions.filing.operations.later_notices import choose_later_notices
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import petition_or_404
from petitions.later_notices import CHOOSES, chooses_as, is_wished, may_choose, standing_later_notices
from petitions.methods import get_or_post
from petitions.models import Petition


class LaterNoticesForm(AccessibleForm):
    """The choice."""

    later_notices = forms.ChoiceField(
        label=LATER_NOTICES,
        choices=NO_OR_YES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )


@get_or_post
@requires(CHOOSES)
@second_proof
def later_notices(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what consent to later letters means, and let the petitioner give it or take it back."""
    petition = petition_or_404(request, public_id, CHOOSES)
    if not may_choose(petition, request.actor, timezone.now()):
        return redirect("filing:follow", public_id)
    myself = chooses_as(petition, request.actor, timezone.now())
    initial = {"later_notices": "yes" if is_wished(petition, myself) else "no"}
    form = LaterNoticesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["later_notices"] == "yes"
        try:
            choose_later_notices(petition=petition, wanted=wanted, actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            done = (
                _("The Court writes when the provision loses force.")
                if wanted
                else _("The Court writes no later letters.")
            )
            messages.success(request, str(done))
            return redirect("filing:follow", public_id)
    standing = None if myself is not None else standing_later_notices(petition)
    context = {
        "standing": standing,
        "petition": petition,
        "form": form,
        "for_myself": myself is not None,
        **fallen_of(petition),
    }
    return render(request, "filing/later_notices.html", context, status=422 if form.errors else 200)


def fallen_of(petition: Petition) -> dict[str, Any]:
    """Return which provisions of a filed petition lost force already, and whether it is about another one too."""
    contested = list(petition.contested.values_list("provision", flat=True))
    known = known_of(cited_whole().filter(pk__in=[pk for pk in contested if pk is not None]), with_cases=False)
    fallen = [one for one in known if one.fallen_by is not None]
    return {"fallen": fallen, "stands_another": len(fallen) < len(contested)}
