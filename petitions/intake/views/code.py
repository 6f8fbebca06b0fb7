from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.content import open_content
from petitions.filing.forms.codes import VersionForm
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms import OfSeveralForm
from petitions.intake.operations.reissue_code import CodeReason, reissue_code
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.signatories import is_joint, names_of, remaining
from petitions.versions import as_told
from petitions.workflow import State
from petitions.writers import REPRESENTING


class ReissueForm(OfSeveralForm, VersionForm):
    """That the identity was seen, why a new code is needed and, of several who petition together, for whom."""

    petitioner = forms.TypedChoiceField(
        label=_("For whom?"),
        help_text=_("Each of those who petition together has a code of their own. Only this one is replaced."),
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(label=_("Why is a new code needed?"), choices=CodeReason.choices)
    identity_seen = forms.BooleanField(
        label=_("I saw the identity document, and it is the petitioner or a proven representative"), required=False
    )


@get_or_post
@requires("petition.reissue_code")
def reissue(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give the petitioner who stands at the desk a new code; it is shown in this answer and never again."""
    petition = petition_or_404(request, public_id, "petition.reissue_code")
    if petition.state == State.DRAFT:
        return redirect("intake:queue")
    form = ReissueForm(request.POST or None, initial={"version": petition.version}, names=holders_of(request, petition))
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data | {"petitioner": form.cleaned_data.get("petitioner") or None}
            code = reissue_code(petition=petition, actor=request.actor, at=timezone.now(), **values)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            response = render(request, "intake/code_issued.html", {"petition": petition, "code": code})
            response["Cache-Control"] = "private, no-store"
            return response
    context = {
        "petition": petition,
        "form": form,
        "title": _("Give out a new code"),
        "button": _("Give out a new code"),
        "multipart": False,
    }
    return render(request, "intake/act.html", context, status=422 if form.errors else 200)


def holders_of(request: ActorRequest, petition: Petition) -> dict[int, str]:
    """Return who may be given a code, by the ids of their rows (0: a representative); nobody where one petitions alone.

    That their names were read is recorded.
    """
    if not is_joint(petition):
        return {}
    record_read(subject=petition.subject, actor=request.actor, at=timezone.now(), place="petition.reissue_code")
    names = names_of(petition, open_content(petition, as_told(petition)))
    if petition.writer not in REPRESENTING:
        return names
    # The code of who filed is the representative's; who was written first has none of their own.
    others = {one.pk for one in remaining(petition) if not one.is_first}
    return {0: str(_("The representative who filed")), **{pk: name for pk, name in names.items() if pk in others}}
