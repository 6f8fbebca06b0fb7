from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from courtcase.law.correcting import was_added
from courtcase.law.models import Act
from courtcase.law.queries.provisions import acts_named, split_query
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.access import rulings_for
from rulings.drafting.act_forms import CorrectActForm, NewActForm
from rulings.drafting.operations.correct_listed_act import correct_listed_act
from rulings.drafting.operations.list_act import list_act
from rulings.drafting.views.frame import carried_out
from rulings.models import Ruling

PAGE = 50


@requires("rule.change")
@require_safe
def acts(request: ActorRequest) -> HttpResponse:
    """List the acts of the list of law, the newest entry first; words narrow it."""
    asked = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    found = Act.objects.all()
    if asked:
        words, _path = split_query(asked)
        found = found.filter(pk__in=acts_named(words)) if words else found.filter(number__iexact=asked)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    language = get_language() or "kk"
    shown: dict[str, Any] = {
        "asked": asked,
        "lines": [{"act": act, "named": act.named(language), "added": was_added(act)} for act in rows[:PAGE]],
        "older": f"?after={rows[PAGE - 1].pk}" if len(rows) > PAGE and not asked else None,
    }
    return render(request, "rulings/desk/acts.html", shown)


@requires("rule.change")
@require_http_methods(["GET", "HEAD", "POST"])
def new_act(request: ActorRequest) -> HttpResponse:
    """Add an act that a petition names, or a ruling is about, and the list of law does not have."""
    ruling = draft_of(request)
    named = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    form = NewActForm(request.POST or None, initial={"title_ru": named})

    def act() -> object:
        return list_act(ruling=ruling, facts=form.facts(), actor=request.actor, at=timezone.now())

    to = reverse("drafting:links", args=[ruling.public_id]) if ruling else reverse("drafting:acts")
    done = carried_out(request, form, act, done=_("The act is in the list."), to=to)
    if done is not None:
        return done
    refused = form.is_bound and bool(form.errors)
    shown = {"form": form, "back": to}
    return render(request, "rulings/desk/new_act.html", shown, status=422 if refused else 200)


@requires("rule.change")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, code: str) -> HttpResponse:
    """Correct an act that was added here, saying why; 404 for one that comes with the program."""
    found = get_object_or_404(Act.objects.select_related("area"), code=code)
    if not was_added(found):
        raise Http404
    form = CorrectActForm(request.POST or None, act=found)

    def act() -> object:
        return correct_listed_act(act=found, facts=form.facts(), actor=request.actor, at=timezone.now())

    to = reverse("drafting:acts")
    done = carried_out(request, form, act, done=_("The act is corrected."), to=to)
    if done is not None:
        return done
    refused = form.is_bound and bool(form.errors)
    shown = {"form": form, "back": to, "act": found, "corrections": found.corrections.order_by("-number")}
    return render(request, "rulings/desk/correct_act.html", shown, status=422 if refused else 200)


def draft_of(request: ActorRequest) -> Ruling | None:
    """Return the ruling one came from, where the actor may read it; None: from none."""
    try:
        public_id = UUID(request.GET.get("ruling", ""))
    except ValueError:
        return None
    found = rulings_for(request.actor, "ruling.read_draft", timezone.now())
    ruling: Ruling | None = found.filter(public_id=public_id).select_related("subject").first()
    return ruling
