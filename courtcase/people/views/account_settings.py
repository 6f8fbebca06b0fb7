"""One's own account: name, telephone, language, shortcuts, sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courtcase.operations import OperationError
from courtcase.people.forms import DetailsForm, LanguageForm, ShortcutsForm
from courtcase.people.operations import (
    change_details,
    change_language,
    change_shortcuts,
    revoke_all_sessions,
    revoke_session,
)
from courtcase.people.permissions import grants_of, requires, roles_of
from courtcase.people.queries import offers_to
from courtcase.people.requests import ActorRequest, account_of
from courtcase.people.roles import STAFF
from courtcase.people.second_factor import has_second_factor


def page(request: ActorRequest, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    """Render the settings; `bound` replaces a form that came back with errors."""
    account = account_of(request)
    at = timezone.now()
    context: dict[str, Any] = {
        "account": account,
        "details_form": DetailsForm(initial={"full_name": account.full_name, "phone": account.phone or ""}),
        "language_form": LanguageForm(initial={"language": account.language}),
        "shortcuts_form": ShortcutsForm(initial={"enabled": account.keyboard_shortcuts}),
        "grants": grants_of(request.actor, at),
        "offers": offers_to(account, at),
        "is_staff": bool(STAFF & roles_of(request.actor, at)),
        "has_second_factor": has_second_factor(account),
        **bound,
    }
    return render(request, "people/settings.html", context, status=status)


@require_safe
@requires("account.settings")
def settings(request: ActorRequest) -> HttpResponse:
    """Show one's own settings."""
    return page(request)


def back(request: ActorRequest) -> HttpResponseBase:
    """Say that it is saved and show the settings in the language that now holds."""
    messages.success(request, _("Saved."))
    return redirect("account_settings")


@require_POST
@requires("account.settings")
def details(request: ActorRequest) -> HttpResponseBase:
    """Change name and telephone."""
    form = DetailsForm(request.POST)
    if form.is_valid():
        try:
            change_details(
                account=account_of(request),
                full_name=form.cleaned_data["full_name"],
                phone=form.cleaned_data["phone"],
                actor=request.actor,
                at=timezone.now(),
            )
            return back(request)
        except OperationError as error:
            form.add_error(error.field, str(error.message))
    return page(request, status=422, details_form=form)


@require_POST
@requires("account.settings")
def language(request: ActorRequest) -> HttpResponseBase:
    """Change the language of letters; the page that answers is already in it."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return page(request, status=422, language_form=form)
    chosen = form.cleaned_data["language"]
    change_language(account=account_of(request), language=chosen, actor=request.actor, at=timezone.now())
    with translation.override(chosen):
        return back(request)


@require_POST
@requires("account.settings")
def shortcuts(request: ActorRequest) -> HttpResponseBase:
    """Switch the desk's shortcuts on or off."""
    form = ShortcutsForm(request.POST)
    form.is_valid()  # a box is ticked or not: nothing can be wrong with it
    enabled = bool(form.cleaned_data["enabled"])
    change_shortcuts(account=account_of(request), enabled=enabled, actor=request.actor, at=timezone.now())
    return back(request)


@require_POST
@requires("account.sessions")
def end_session(request: ActorRequest, session_id: int) -> HttpResponseBase:
    """End one session on another machine."""
    revoke_session(account=account_of(request), session_id=session_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")


@require_POST
@requires("account.sessions")
def end_other_sessions(request: ActorRequest) -> HttpResponseBase:
    """End every session but this one."""
    key = request.session.session_key
    revoke_all_sessions(account=account_of(request), keep=key, actor=request.actor, at=timezone.now())
    messages.success(request, _("All other sessions are ended."))
    return redirect("usersessions_list")
