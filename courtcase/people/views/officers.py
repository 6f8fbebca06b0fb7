"""The head of an institution manages the officers who act for it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courtcase.operations import OperationError, WrongState
from courtcase.people.forms import OfficerForm
from courtcase.people.models import Institution, RoleGrant
from courtcase.people.operations import invite_officer, revoke_officer
from courtcase.people.permissions import requires
from courtcase.people.queries import institutions_headed_by, valid_grants
from courtcase.people.requests import ActorRequest
from courtcase.people.roles import OF_INSTITUTION


def headed_or_404(request: ActorRequest) -> Institution:
    """Return the institution the actor heads; raises Http404 where there is none."""
    institution = institutions_headed_by(request.actor, timezone.now()).first()
    if institution is None:
        raise Http404
    return institution


def page(request: ActorRequest, institution: Institution, form: OfficerForm, *, status: int = 200) -> HttpResponse:
    """Render the officers of an institution and the form that invites one."""
    grants = valid_grants(timezone.now()).filter(institution=institution, role__in=OF_INSTITUTION)
    context = {"institution": institution, "grants": grants.select_related("account").order_by("pk"), "form": form}
    return render(request, "people/officers.html", context, status=status)


@require_safe
@requires("institution.officers")
def officers(request: ActorRequest) -> HttpResponse:
    """List the officers of the institution one heads."""
    return page(request, headed_or_404(request), OfficerForm())


@require_POST
@requires("institution.officers")
def invite(request: ActorRequest) -> HttpResponseBase:
    """Invite somebody by e-mail, whether or not an account with it exists: the answer is the same."""
    institution = headed_or_404(request)
    form = OfficerForm(request.POST)
    if not form.is_valid():
        return page(request, institution, form, status=422)
    try:
        grant, is_new = invite_officer(
            institution=institution,
            email=form.cleaned_data["email"],
            full_name=form.cleaned_data["full_name"],
            actor=request.actor,
            at=timezone.now(),
        )
    except OperationError as error:
        form.add_error(error.field, str(error.message))
        return page(request, institution, form, status=422)
    send_invitation(request, grant, is_new)  # the operation has committed: views run outside transactions
    messages.success(request, _("The officer is added and told by e-mail."))
    return redirect("institution_officers")


def send_invitation(request: ActorRequest, grant: RoleGrant, is_new: bool) -> None:
    """Tell the new officer, in the account's language, for whom they now act and how to sign in."""
    with translation.override(grant.account.language):
        path = reverse("account_reset_password" if is_new else "account_login")
        context = {"institution": grant.institution, "address": request.build_absolute_uri(path), "is_new": is_new}
        get_adapter().send_mail("account/email/invitation", str(grant.account.email), context)


@require_POST
@requires("institution.officers")
def revoke(request: ActorRequest, grant_id: int) -> HttpResponseBase:
    """Take the role away from an officer of one's own institution; another's is not found."""
    institution = headed_or_404(request)
    grant = get_object_or_404(RoleGrant, pk=grant_id, institution=institution, role="institution_officer")
    try:
        revoke_officer(grant=grant, actor=request.actor, at=timezone.now())
        messages.success(request, _("The officer no longer acts for the institution."))
    except WrongState as error:
        messages.warning(request, str(error.message))
    return redirect("institution_officers")
