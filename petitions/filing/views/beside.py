"""What single pages of the guided form offer and show beside their questions."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.forms import HiddenInput
from django.utils import timezone

from courtcase.law.models import Provision
from courtcase.law.queries import cite, cited_whole, constitution_articles
from courtcase.law.time import court_day
from courtcase.people.requests import ActorRequest
from petitions.content import PetitionContent
from petitions.filing import queries
from petitions.filing.fields import plain_text
from petitions.filing.forms.base import StepForm
from petitions.filing.forms.norm import NormForm
from petitions.filing.known_provisions import known_of
from petitions.filing.positions import positions_beside
from petitions.models import Petition

QUERY = "norm_query"
LONGEST_QUERY = 100
NO_RIGHTS = Path(__file__).parent.parent / "no_rights.csv"
# Pages with a template of their own.
OWN_TEMPLATE = frozenset({"case", "norm", "reasoning", "request", "you"})


def query_of(request: ActorRequest) -> str:
    """Return the words by which a provision was searched: those sent now, else those searched last."""
    return str(request.POST.get("q", request.session.get(QUERY, "")))[:LONGEST_QUERY].replace("\x00", "")


def norms_offered(request: ActorRequest, petition: Petition, content: PetitionContent) -> dict[str, Any]:
    """Return the provisions that may be ticked: those chosen, those sent, and what answers the words searched for."""
    sent = [int(word) for word in request.POST.getlist("provisions") if word.isdecimal() and len(word) < 18]
    language, query = request.LANGUAGE_CODE, query_of(request)
    named = queries.named_choices(query=query, written=petition.language, language=language)
    # What a page offered may be sent back whatever is searched for by now: it is text, like what is typed.
    # Cleaned as what is typed is: a word with an unseen sign in it is then none of the choices, and is refused.
    ticked = [(word, word) for word in map(plain_text, request.POST.getlist("named")[:5]) if 0 < len(word) <= 300]
    return {
        "choices": queries.provision_choices(
            chosen=[*content.get("provisions", []), *sent], query=query, language=language
        ),
        "named": list(dict([*named, *ticked]).items()) if ticked else named,
    }


def known_beside(request: ActorRequest, petition: Petition, content: PetitionContent, form: StepForm) -> dict[str, Any]:
    """Return what is known of every provision the page offers: it is told before one is chosen, not after."""
    if not isinstance(form, NormForm):
        raise TypeError("only the page of norms offers provisions")
    shown = [pk for pk, _words in form.fields["provisions"].choices]  # type: ignore[attr-defined]
    found = cited_whole().in_bulk(shown)
    return {"query": query_of(request), "known": known_of(found[pk] for pk in shown if pk in found)}


def decided_already(
    request: ActorRequest, petition: Petition, content: PetitionContent, form: StepForm
) -> dict[str, Any]:
    """Return what was decided on the provisions just chosen: told before the work of writing, not after it."""
    chosen = content.get("provisions", [])
    found = cited_whole().in_bulk(chosen)
    return {"known": known_of((found[pk] for pk in chosen if pk in found), with_cases=False)}


def fallen_already(
    request: ActorRequest, petition: Petition, content: PetitionContent, form: StepForm
) -> dict[str, Any]:
    """Return which chosen provisions lost force already; where all did, the form asks nothing about a later loss.

    What was answered before goes with the form unseen and stays as it is: another provision may be chosen yet.
    """
    chosen = content.get("provisions", [])
    known = decided_already(request, petition, content, form)["known"]
    fallen = [one for one in known if one.fallen_by is not None]
    stands_another = len(fallen) < len(chosen) or bool(content.get("provisions_typed"))
    if fallen and not stands_another and "later_notices" in form.fields:
        form.fields["later_notices"].widget = HiddenInput()
    return {"fallen": fallen, "stands_another": stands_another}


def earlier_positions(
    request: ActorRequest, petition: Petition, content: PetitionContent, form: StepForm
) -> dict[str, Any]:
    """Return what the Court said earlier on the chosen provisions, in the language of the petition, to be quoted in it."""
    return {"positions": positions_beside(content.get("provisions", []), petition.language)}


def rights_offered(request: ActorRequest, petition: Petition, content: PetitionContent) -> dict[str, Any]:
    """Return the articles of the Constitution that may be ticked, each with its words.

    With them the name of the Constitution in force where none of its articles has words here; blank: some have.
    """
    day = petition.filed_on or court_day(timezone.now())
    kept, language = set(content.get("rights", [])), request.LANGUAGE_CODE
    known = list(constitution_articles(day))
    articles = [one for one in known if one.pk in kept or (one.heading_kk and names_a_right(one))]
    in_force = known[0].act if known else None
    unseen = in_force is not None and all(one.act_id != in_force.pk for one in articles)
    return {
        "choices": [(one.pk, named(one, language)) for one in articles],
        "unseen": str(getattr(in_force, f"title_{language}")) if unseen else "",
    }


def names_a_right(article: Provision) -> bool:
    """Say whether an article may name a right: those listed in no_rights.csv lay down duties, or who may petition."""
    return (article.act.code, article.path) not in articles_without_rights()


@cache
def articles_without_rights() -> frozenset[tuple[str, str]]:
    """Return the articles of no_rights.csv, each by its act's code and its path."""
    with NO_RIGHTS.open(encoding="utf-8", newline="") as file:
        return frozenset((row["act"], row["path"]) for row in csv.DictReader(file))


def named(right: Provision, language: str) -> str:
    """Return an article of the Constitution with its heading: nobody knows rights by numbers alone."""
    heading = getattr(right, f"heading_{language}")
    return f"{cite(right, language)} — {heading}" if heading else cite(right, language)


# What the form of a page needs to know may be chosen; such a page reads the words before it reads what was sent.
OFFERED: dict[str, Callable[[ActorRequest, Petition, PetitionContent], dict[str, Any]]] = {
    "norm": norms_offered,
    "rights": rights_offered,
}
# What a page shows besides its form.
BESIDE: dict[str, Callable[[ActorRequest, Petition, PetitionContent, StepForm], dict[str, Any]]] = {
    "norm": known_beside,
    "case": decided_already,
    "reasoning": earlier_positions,
    "request": fallen_already,
}
