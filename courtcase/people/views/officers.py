"""The head of an institution manages the officers who act for it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courtcase.operations import OperationError, WrongState
from courtcase.people.forms import OfficerForm
from courtcase.people.models import Account, Institution, OfficerOffer, RoleGrant
from courtcase.people.operations import accept_offer, decline_offer, invite_officer, revoke_officer, withdraw_offer
from courtcase.people.permissions import requires
from courtcase.people.queries import institutions_headed_by, valid_grants
from courtcase.people.requests import ActorRequest, account_of
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
    context = {
        "institution": institution,
        "grants": grants.select_related("account").order_by("pk"),
        "offers": institution.offers.filter(closed_at=None).order_by("pk"),
        "form": form,
    }
    return render(request, "people/officers.html", context, status=status)


@require_safe
@requires("institution.officers")
def officers(request: ActorRequest) -> HttpResponse:
    """List the officers of the institution one heads."""
    return page(request, headed_or_404(request), OfficerForm())


@require_POST
@requires("institution.officers")
def invite(request: ActorRequest) -> HttpResponseBase:
    """Offer the owner of an e-mail to act for the institution, whether or not there is an account: the answer is the same."""
    institution = headed_or_404(request)
    form = OfficerForm(request.POST)
    if not form.is_valid():
        return page(request, institution, form, status=422)
    try:
        offer = invite_officer(
            institution=institution, email=form.cleaned_data["email"], actor=request.actor, at=timezone.now()
        )
    except OperationError as error:
        form.add_error(error.field, str(error.message))
        return page(request, institution, form, status=422)
    send_invitation(request, offer)  # the operation has committed: views run outside transactions
    messages.success(request, _("The offer is made; a letter tells of it."))
    return redirect("institution_officers")


def send_invitation(request: ActorRequest, offer: OfficerOffer) -> None:
    """Tell the owner of the e-mail who offers what and where it is accepted, in the account's language if there is one."""
    known = Account.objects.filter(email=offer.email).values_list("language", flat=True).first()
    with translation.override(known or get_language()):
        context = {
            "institution": offer.institution,
            "sign_in": request.build_absolute_uri(reverse("account_settings")),
            "sign_up": request.build_absolute_uri(reverse("account_signup")),
            "until": offer.stands_until,
        }
        get_adapter().send_mail("account/email/invitation", offer.email, context)


@require_POST
@requires("institution.officers")
def withdraw(request: ActorRequest, offer_id: int) -> HttpResponseBase:
    """Take back an offer of one's own institution; another's is not found."""
    offer = get_object_or_404(OfficerOffer, pk=offer_id, institution=headed_or_404(request))
    try:
        withdraw_offer(offer=offer, actor=request.actor, at=timezone.now())
        messages.success(request, _("The offer is taken back."))
    except WrongState as error:
        messages.warning(request, str(error.message))
    return redirect("institution_officers")


@require_POST
@requires("account.settings")
def answer(request: ActorRequest, offer_id: int) -> HttpResponseBase:
    """Accept or decline an offer made to one's own e-mail; another's is not found."""
    offer = get_object_or_404(OfficerOffer, pk=offer_id, email=account_of(request).email)
    try:
        if request.POST.get("answer") == "accept":
            accept_offer(offer=offer, actor=request.actor, at=timezone.now())
            messages.success(request, _("You now act for the institution."))
        else:
            decline_offer(offer=offer, actor=request.actor, at=timezone.now())
            messages.success(request, _("The offer is declined."))
    except OperationError as error:
        messages.error(request, str(error.message))
    return redirect("account_settings")


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
