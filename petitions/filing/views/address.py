from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.addresses import FIELDS, on_file
from petitions.filing.forms.address import AddressForm
from petitions.filing.operations.change_address import change_address
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.telling import written_person


@get_or_post
@requires("petition.change_address")
@second_proof
def address(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show where letters of a filed petition go, and have them go elsewhere."""
    petition = petition_or_404(request, public_id, "petition.change_address")
    if petition.filed_on is None:
        return redirect("filing:follow", public_id)
    present = on_file(petition, written_person(petition))
    initial = {**{name: present.get(name, "") for name in FIELDS}, "version": petition.version}
    form = AddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and changed(request, petition, form):
        messages.success(request, str(_("Letters go to the new address from now on.")))
        return redirect("filing:follow", public_id)
    context = {"petition": petition, "form": form}
    return render(request, "filing/address.html", context, status=422 if form.errors else 200)


def changed(request: ActorRequest, petition: Petition, form: AddressForm) -> bool:
    """Change the address as a valid form says; where that cannot be done, say why on the form."""
    try:
        change_address(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except OperationError as error:
        form.add_operation_error(error)
        return False
    return True
