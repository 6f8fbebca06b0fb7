"""The draft of the routing rules: written, ordered, tried on the last petitions, switched on. One address an act."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.dates import court_time
from courtcase.law.time import court_day
from courtcase.operations import OperationError, StaleVersion
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.forms.codes import VersionForm
from petitions.intake import trial
from petitions.intake.filters import lists_on
from petitions.intake.forms_routing import RungForm, as_initial
from petitions.intake.history import Entry
from petitions.intake.operations import draft_routing
from petitions.intake.rungs import rules_of
from petitions.intake.views.routing import clerks_at, names_in
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import Ladder, LadderState
from petitions.stale import Stale, stale_form

PAGE = 100


@post_only
@requires("routing.edit")
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a draft, or go to the one there is."""
    draft_routing.begin_draft(actor=request.actor, at=timezone.now())
    return redirect("intake:routing_draft")


@get_only
@requires("routing.edit")
def draft(request: ActorRequest) -> HttpResponse:
    """Show the draft: its rules in their order, and what the dry run found."""
    shown = draft_or_404()
    at = timezone.now()
    rules = rules_of(shown.rungs, at=at)
    start = min(max(int_of(request.GET.get("from", "0")), 0), len(shown.moved))
    is_tried = shown.tried_version == shown.version
    context = {
        "draft": shown,
        "rules": rules,
        "is_tried": is_tried,
        "moved": trial.shown(shown, shown.moved[start : start + PAGE], at=at) if is_tried else [],
        "total": len(shown.moved),
        "further": start + PAGE if start + PAGE < len(shown.moved) else None,
        **names_in(rules, request.LANGUAGE_CODE),
    }
    return render(request, "intake/routing_draft.html", context)


@get_or_post
@requires("routing.edit")
def rule(request: ActorRequest, code: str = "") -> HttpResponse:
    """Write a rule of the draft, a new one where the address names none."""
    shown = draft_or_404()
    row = next((one for one in shown.rungs if one["code"] == code), None)
    if code and row is None:
        raise Http404
    at = timezone.now()
    initial = {**(as_initial(row) if row else {}), "version": shown.version}
    form = RungForm(request.POST or None, lists=lists_on(court_day(at)), clerks=clerks_at(at), initial=initial)
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid():
        try:
            draft_routing.write_rung(
                draft=shown,
                code=code,
                rung=form.rung(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            if isinstance(error, StaleVersion):
                stale = stale_form(form, entries=[last_change(shown)])
            form.add_operation_error(error)
        else:
            messages.success(request, _("The rule is in the draft."))
            return redirect("intake:routing_draft")
    context = {"form": form, "is_new": not code, "stale": stale}
    return render(request, "intake/rule.html", context, status=422 if form.errors else 200)


@post_only
@requires("routing.edit")
def move(request: ActorRequest, code: str, way: str) -> HttpResponse:
    """Move a rule one place up or down."""
    if way not in {"up", "down"}:
        raise Http404
    return changed(request, draft_routing.move_rung, code=code, up=way == "up")


@post_only
@requires("routing.edit")
def remove(request: ActorRequest, code: str) -> HttpResponse:
    """Take a rule out of the draft."""
    return changed(request, draft_routing.remove_rung, code=code)


@post_only
@requires("routing.edit")
def drop(request: ActorRequest) -> HttpResponse:
    """Give the draft up."""
    return changed(request, draft_routing.drop_draft, then="intake:routing", said=_("The draft was given up."))


@post_only
@requires("routing.edit")
def dry_run(request: ActorRequest) -> HttpResponse:
    """Run the draft over the last petitions."""
    return changed(request, draft_routing.try_draft)


@post_only
@requires("routing.edit")
def switch_on(request: ActorRequest) -> HttpResponse:
    """Put the draft in the place of the rules in use."""
    said = _("The new rules are in use from the next petition on.")
    return changed(request, draft_routing.switch_on, then="intake:routing", said=said)


def changed(
    request: ActorRequest,
    act: Callable[..., Ladder],
    *,
    then: str = "intake:routing_draft",
    said: str = "",
    **keywords: object,
) -> HttpResponse:
    """Carry out an act on the draft that needs no form beside its button; say what was done, or why it was not."""
    shown = draft_or_404()
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        act(draft=shown, version=version or 0, actor=request.actor, at=timezone.now(), **keywords)
    except OperationError as error:
        messages.error(
            request, f"{error.message} {who_changed(shown) if isinstance(error, StaleVersion) else ''}".strip()
        )
        return redirect("intake:routing_draft")
    if said:
        messages.success(request, said)
    return redirect(then)


def last_change(draft: Ladder) -> Entry | None:
    """Return a line that says who changed the draft last, and when; None where nobody did since it began."""
    if draft.changed_at is None:
        return None
    name = draft.changed_by.full_name if draft.changed_by else _("the system")
    return Entry(at=draft.changed_at, words=_("The draft was changed"), who=name)


def who_changed(draft: Ladder) -> str:
    """Return who changed the draft last and when, in a sentence; the empty string where nobody did."""
    change = last_change(draft)
    return f"{change.words}: {change.who}, {court_time(change.at)}." if change else ""


def draft_or_404() -> Ladder:
    """Return the draft; 404 where there is none."""
    found = Ladder.objects.filter(state=LadderState.DRAFT).select_related("begun_by", "tried_by", "changed_by").first()
    if found is None:
        raise Http404
    return found


def int_of(word: str) -> int:
    """Return the number that an address holds; zero for anything else."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else 0
