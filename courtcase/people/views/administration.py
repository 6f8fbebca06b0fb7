"""The administrator finds accounts and gives or takes roles. No petition is seen from here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courtcase.operations import OperationError
from courtcase.people.forms import AccountSearchForm, GrantForm, NameAccountForm, ReasonForm
from courtcase.people.models import Account, RoleGrant
from courtcase.people.operations import (
    deactivate_account,
    grant_role,
    name_account,
    revoke_all_sessions,
    revoke_role,
    unlink_identity,
)
from courtcase.people.permissions import requires
from courtcase.people.queries import search_accounts, valid_grants
from courtcase.people.requests import ActorRequest

PAGE_SIZE = 50


@require_safe
@requires("administration.roles")
def roles(request: ActorRequest) -> HttpResponse:
    """List who holds which role now."""
    grants = (
        valid_grants(timezone.now()).exclude(role="citizen").select_related("account", "institution", "team", "judge")
    )
    page = Paginator(grants.order_by("role", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/roles.html", {"page": page})


@require_safe
@requires("administration.accounts")
def accounts(request: ActorRequest) -> HttpResponse:
    """Find accounts by name or e-mail."""
    form = AccountSearchForm(request.GET)
    found = search_accounts(form.cleaned_data["words"] if form.is_valid() else "")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/accounts.html", {"form": form, "page": page})


def account_page(
    request: ActorRequest, account: Account, grant_form: GrantForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Render one account with its roles, past ones too, and the form that gives another."""
    context = {
        "account": account,
        "grants": account.grants.select_related("institution", "team", "judge").order_by("-pk"),
        "grant_form": grant_form or GrantForm(initial={"valid_from": timezone.localdate()}),
        "reason_form": ReasonForm(),
        "identity": account.identities.first(),
        "at": timezone.now(),
    }
    return render(request, "people/account.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("administration.accounts")
def name(request: ActorRequest) -> HttpResponseBase:
    """Name somebody who will work at the Court: an account without role or password."""
    form = NameAccountForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            made = name_account(actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except OperationError as error:
            form.add_error(error.field, str(error.message))
        else:
            messages.success(request, _("The account is made. Give it its role now."))
            return redirect("administration_account", public_id=made.public_id)
    return render(request, "people/name_account.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires("administration.accounts")
def unlink(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """Separate the account from the Court's sign-in service."""
    account = get_object_or_404(Account, public_id=public_id)
    try:
        unlink_identity(account=account, actor=request.actor, at=timezone.now())
        messages.success(request, _("The account is separated from the sign-in service."))
    except OperationError as error:
        messages.error(request, str(error.message))
    return redirect("administration_account", public_id=public_id)


@require_POST
@requires("administration.accounts")
def end_sessions(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """End every session of the account: its owner signs in anew, on each machine."""
    account = get_object_or_404(Account, public_id=public_id)
    ended = revoke_all_sessions(account=account, actor=request.actor, at=timezone.now())
    messages.success(request, _("Sessions ended: %(count)d.") % {"count": ended})
    return redirect("administration_account", public_id=public_id)


@require_safe
@requires("administration.accounts")
def account(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show one account and its roles."""
    return account_page(request, get_object_or_404(Account, public_id=public_id))


@require_POST
@requires("administration.roles")
def grant(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """Give the account a role."""
    account = get_object_or_404(Account, public_id=public_id)
    form = GrantForm(request.POST)
    if not form.is_valid():
        return account_page(request, account, form, status=422)
    try:
        grant_role(account=account, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except OperationError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return account_page(request, account, form, status=422)
    messages.success(request, _("The role is granted."))
    return redirect("administration_account", public_id=public_id)


@require_POST
@requires("administration.roles")
def revoke(request: ActorRequest, grant_id: int) -> HttpResponseBase:
    """Take a role away from now on."""
    grant = get_object_or_404(RoleGrant.objects.select_related("account"), pk=grant_id)
    try:
        revoke_role(grant=grant, reason=request.POST.get("reason", ""), actor=request.actor, at=timezone.now())
        messages.success(request, _("The role is taken away."))
    except OperationError as error:
        messages.error(request, str(error.message))
    return redirect("administration_account", public_id=grant.account.public_id)


@require_POST
@requires("administration.accounts")
def close(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """Close an account: it can no longer sign in."""
    account = get_object_or_404(Account, public_id=public_id)
    try:
        reason = request.POST.get("reason", "")
        deactivate_account(account=account, reason=reason, actor=request.actor, at=timezone.now())
        messages.success(request, _("The account is closed and its sessions are ended."))
    except OperationError as error:
        messages.error(request, str(error.message))
    return redirect("administration_account", public_id=public_id)
