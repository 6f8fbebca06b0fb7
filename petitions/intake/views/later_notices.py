"""What a petitioner said, by letter or at the desk, of letters when a norm falls later: a clerk notes it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.content import open_content
from petitions.filing.forms.words import NO_OR_YES
from petitions.filing.operations.later_notices import BY_STAFF, choose_later_notices
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms import OfSeveralForm
from petitions.later_notices import CHOOSES, may_choose, standing_later_notices
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.signatories import is_joint, names_of
from petitions.versions import as_told


class NoteLaterNoticesForm(OfSeveralForm):
    """The choice, how the petitioner said it and, of several who petition together, who."""

    petitioner = forms.TypedChoiceField(
        label=_("Who said it?"),
        help_text=_("Each of those who petition together chooses alone. Choose all only where all of them said so."),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who said it."), "invalid_choice": _("Choose who said it.")},
    )

    later_notices = forms.ChoiceField(
        label=_("May the Court write when a provision of the petition loses force later?"),
        choices=NO_OR_YES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    how = forms.ChoiceField(
        label=_("How the petitioner said it"),
        choices=[(one.value, one.label) for one in BY_STAFF],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how the petitioner said it."),
            "invalid_choice": _("Choose how the petitioner said it."),
        },
    )


@get_or_post
@requires(CHOOSES)
def note(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Note that a petitioner agreed to later letters, or took that back."""
    petition = petition_or_404(request, public_id, CHOOSES)
    if not may_choose(petition, request.actor, timezone.now()):
        return redirect("intake:petition", public_id)
    names = those_who_choose(request, petition)
    # Of several each chooses alone: nobody's choice is proposed for another.
    initial = {} if names else {"later_notices": "yes" if standing_later_notices(petition) else "no"}
    form = NoteLaterNoticesForm(request.POST or None, initial=initial, names=names)
    if request.method == "POST" and form.is_valid():
        wanted, how = form.cleaned_data["later_notices"] == "yes", form.cleaned_data["how"]
        try:
            choose_later_notices(
                petition=petition,
                wanted=wanted,
                how=how,
                petitioner=form.cleaned_data.get("petitioner") or None,
                actor=request.actor,
                at=timezone.now(),
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, str(_("It is noted and recorded.")))
            return redirect("intake:petition", public_id)
    title = _("Letters when the provision loses force later")
    context = {"petition": petition, "form": form, "title": title, "button": _("Save"), "multipart": False}
    return render(request, "intake/act.html", context, status=422 if form.errors else 200)


def those_who_choose(request: ActorRequest, petition: Petition) -> dict[int, str]:
    """Return whose choice may be noted, by the ids of their rows (0: all of them); nobody where one petitions alone.

    That their names were read is recorded.
    """
    if not is_joint(petition):
        return {}
    record_read(subject=petition.subject, actor=request.actor, at=timezone.now(), place=CHOOSES)
    return {**names_of(petition, open_content(petition, as_told(petition))), 0: str(_("All who petition together"))}
