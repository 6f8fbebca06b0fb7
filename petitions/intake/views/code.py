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
from petitions.filing.forms.codes import VersionForm
from petitions.filing.visitor import petition_or_404
from petitions.intake.operations.reissue_code import CodeReason, reissue_code
from petitions.methods import get_or_post
from petitions.workflow import State


class ReissueForm(VersionForm):
    """That the identity was seen, and why a new code is needed."""

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
    form = ReissueForm(request.POST or None, initial={"version": petition.version})
    if request.method == "POST" and form.is_valid():
        try:
            code = reissue_code(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data)
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
