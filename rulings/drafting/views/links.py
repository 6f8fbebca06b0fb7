from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from courtcase.law.queries import cite, search_provisions
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from rulings.citing import flat_of
from rulings.drafting.forms import LANGUAGE_LABELS, VersionForm
from rulings.drafting.link_forms import CitationsForm, NewLinkForm, RelationForm, TargetForm
from rulings.drafting.link_rows import NAMED, citations_in, row_of, ruling_numbered, shown, texts_linked
from rulings.drafting.operations.decide_citations import confirm_certain, decide_citations
from rulings.drafting.operations.point_citation import add_citation, point_citation
from rulings.drafting.views.edit import refused
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.drafting.views.import_texts import block_called
from rulings.models import CitationState, Ruling, RulingText, TextCitation
from rulings.wording import heading_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 50


@requires("ruling.read_draft")
@GET_OR_POST
def links(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what the text cites beside its sentences; confirm and reject."""
    ruling = ruling_or_404(request, public_id)
    texts = texts_linked(ruling)
    per_language = Counter(ruling.citations.values_list("language", flat=True))
    text = chosen_text(texts, request.GET.get("language", ""), per_language)
    every = citations_in(text) if text else []
    is_open = request.GET.get("show") == "open"
    rows = [row for row in every if row.state == CitationState.FOUND] if is_open else every
    begins = place_of(request.GET.get("from", ""))
    page = rows[begins : begins + PAGE]
    form = CitationsForm(request.POST or None, initial={"version": ruling.version}, rows=page)

    def act() -> object:
        return decide_citations(
            ruling=ruling,
            confirmed=form.chosen("confirm"),
            rejected=form.chosen("reject"),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("The links are saved."), to=request.get_full_path())
    if done is not None:
        return done
    lines = shown(page, text, get_language() or "kk") if text else []
    values: dict[str, Any] = {
        "form": form,
        "lines": [(line, form[f"citation_{line.citation.pk}"]) for line in lines],
        "text_language": text.language if text else "",
        "languages": tabs(texts, text, is_open, per_language),
        "shows": shows(text, every, is_open),
        "pages": pages(request.GET, begins, len(rows)),
        "relation": RelationForm(initial={"version": ruling.version}),
        **counts(ruling),
        "relations": [(one, heading_of(one.to_ruling)) for one in ruling.links_out.select_related("to_ruling")],
    }
    return show(request, ruling, "links", **values)


def counts(ruling: Ruling) -> dict[str, int]:
    """Return how many citations of all texts nobody decided on, and in how many of them nothing was guessed."""
    found = ruling.citations.filter(state=CitationState.FOUND)
    certain = found.filter(certain=True).count()
    return {"certain": certain, "others": found.count() - certain}


def chosen_text(texts: dict[str, RulingText], wanted: str, counts: Counter[str]) -> RulingText | None:
    """Return the text in the language asked for, else the first that cites something, else the first there is."""
    citing = next((text for code, text in texts.items() if counts[code]), None)
    return texts.get(wanted) or citing or next(iter(texts.values()), None)


def place_of(typed: str) -> int:
    """Return from which row a page begins."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def tabs(
    texts: dict[str, RulingText], text: RulingText | None, is_open: bool, counts: Counter[str]
) -> list[dict[str, Any]]:
    """Return the languages one can look at, with how much each cites."""
    tail = "&show=open" if is_open else ""
    return [
        {
            "label": LANGUAGE_LABELS[code],
            "url": f"?language={code}{tail}",
            "count": counts[code],
            "current": one is text,
        }
        for code, one in texts.items()
    ]


def shows(text: RulingText | None, every: list[TextCitation], is_open: bool) -> list[dict[str, Any]]:
    """Return the two views of the list with how many stand in each."""
    language = text.language if text else ""
    undecided = sum(row.state == CitationState.FOUND for row in every)
    return [
        {"label": _("All"), "url": f"?language={language}", "count": len(every), "current": not is_open},
        {
            "label": _("Nobody decided on"),
            "url": f"?language={language}&show=open",
            "count": undecided,
            "current": is_open,
        },
    ]


def pages(asked: QueryDict, begins: int, count: int) -> dict[str, str]:
    """Return the addresses of the pages beside this one."""

    def at(place: int) -> str:
        query = asked.copy()
        query["from"] = str(place)
        return "?" + query.urlencode()

    return {
        "previous": at(max(begins - PAGE, 0)) if begins else "",
        "following": at(begins + PAGE) if begins + PAGE < count else "",
    }


@requires("ruling.read_draft")
@require_POST
def confirm_links(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm every citation in which nothing was guessed."""
    ruling = ruling_or_404(request, public_id)
    form = VersionForm(request.POST)

    def act() -> object:
        return confirm_certain(
            ruling=ruling, version=form.cleaned_data["version"], actor=request.actor, at=timezone.now()
        )

    to = reverse("drafting:links", args=[ruling.public_id])
    return carried_out(request, form, act, done=_("The certain ones are confirmed."), to=to) or refused(
        request, form, to
    )


@requires("ruling.read_draft")
@GET_OR_POST
def choose_link(request: ActorRequest, public_id: UUID, citation: int) -> HttpResponse:
    """Find what a citation names, and say it."""
    ruling = ruling_or_404(request, public_id)
    row = get_object_or_404(ruling.citations.select_related("ruling", *NAMED), pk=citation)
    form = TargetForm(request.POST or None, initial={"version": ruling.version})

    def act() -> object:
        return point_citation(
            citation=row,
            to=form.cleaned_data["to"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    to = reverse("drafting:links", args=[ruling.public_id]) + f"?language={row.language}"
    done = carried_out(request, form, act, done=_("The link is set."), to=to)
    if done is not None:
        return done
    text = texts_linked(ruling).get(row.language)
    block = block_called(text, row.block) if text else None
    line = row_of(row, flat_of(block) if block else "", get_language() or "kk")
    asked = request.GET.get("q", row.words)
    return show(
        request, ruling, "choose_link", form=form, line=line, back=to, **found(asked), may_list=may_list(request)
    )


@requires("ruling.read_draft")
@GET_OR_POST
def add_link(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Link words of a paragraph by hand: which words, and what they name."""
    ruling = ruling_or_404(request, public_id)
    texts = texts_linked(ruling)
    if not texts:
        raise Http404
    given = {name: request.GET[name][:400] for name in ("paragraph", "words") if name in request.GET}
    form = NewLinkForm(request.POST or None, initial={"version": ruling.version, **given}, texts=texts.values())

    def act() -> object:
        language, block = form.place()
        return add_citation(
            ruling=ruling,
            language=language,
            block=block,
            words=form.cleaned_data["words"],
            to=form.cleaned_data["to"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    to = reverse("drafting:links", args=[ruling.public_id])
    done = carried_out(request, form, act, done=_("The link is set."), to=to)
    asked = request.GET.get("q", "") or given.get("words", "")
    return done or show(
        request, ruling, "add_link", form=form, given=given, back=to, **found(asked), may_list=may_list(request)
    )


def may_list(request: ActorRequest) -> bool:
    """Say whether whoever asks may add to the list of law."""
    return may(request.actor, "rule.change", timezone.now())


def found(asked: str) -> dict[str, Any]:
    """Return the norms and the ruling that answer what was asked, each as a choice."""
    words = asked[:200].replace("\x00", "").strip()
    language = get_language() or "kk"
    norms = search_provisions(words, language) if words else []
    numbered = ruling_numbered(words) if words else None
    choices = [(f"ruling:{numbered.pk}", heading_of(numbered, language))] if numbered else []
    return {"asked": words, "choices": [*choices, *((f"norm:{one.pk}", cite(one, language)) for one in norms)]}
