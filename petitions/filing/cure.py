"""The way out of a return: which pages mend its grounds, which were mended, and how the versions differ."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q
from django.utils.functional import Promise

from courtcase.law.models import Ground
from petitions.content import open_content
from petitions.filing.comparing import Difference, difference
from petitions.filing.sections import changed_pages, sections_of
from petitions.filing.steps import Way
from petitions.models import Petition, PetitionVersion, Return
from petitions.versions import being_written, frozen_last

CURE_PAGES = Path(__file__).with_name("cure_pages.csv")


@dataclass(frozen=True)
class Mend:
    """One page to look at again after a return, and whether it changed since."""

    page: str
    title: Promise | str
    done: bool


@dataclass(frozen=True)
class Compared:
    """One part of a petition in two versions."""

    title: Promise | str
    difference: Difference


@functools.cache
def pages_by_ground() -> dict[str, tuple[str, ...]]:
    """Return the pages that mend each ground (its code), from a file a lawyer can read; read once."""
    with CURE_PAGES.open(encoding="utf-8", newline="") as file:
        found: dict[str, tuple[str, ...]] = {}
        for line in csv.DictReader(file):
            found[line["ground"]] = (*found.get(line["ground"], ()), line["page"])
    return found


def pages_to_mend(grounds: Iterable[Ground], way: Way) -> list[str]:
    """Return the pages of `way` that mend the grounds, in its order; every page where a ground is not in the file."""
    pages = [step.name for step in way.steps if step.name != "check"]
    wanted: set[str] = set()
    for ground in grounds:
        wanted |= set(pages_by_ground().get(ground.code, pages))
    chosen = [page for page in pages if page in wanted]
    return chosen or pages


def checklist(petition: Petition, returned: Return, way: Way) -> list[Mend]:
    """Return the pages that mend the grounds of a return, each with whether it changed since."""
    changed = changed_since(petition, returned)
    pages = pages_to_mend(returned.grounds.all(), way)
    return [Mend(page, way.named(page).title, done=page in changed) for page in pages]


def changed_since(petition: Petition, returned: Return) -> set[str]:
    """Return the pages whose words or files are not those that were returned."""
    after = Q(added_at__gt=returned.returned_at) | Q(removed_at__gt=returned.returned_at)
    changed = {"attachments"} if petition.attachments.filter(after).exists() else set()
    draft, last = being_written(petition), frozen_last(petition)
    if draft is None or last is None:
        return changed
    return changed | changed_pages(open_content(petition, last), open_content(petition, draft))


def versions_shown(petition: Petition, *, with_draft: bool) -> list[PetitionVersion]:
    """Return the versions that may be compared, oldest first; what is still being written is its writer's alone."""
    found = petition.versions.order_by("number")
    return list(found if with_draft else found.filter(frozen_at__isnull=False))


def chosen_pair(shown: list[PetitionVersion], older: str, newer: str) -> tuple[PetitionVersion, PetitionVersion] | None:
    """Return the two versions that these words name by number, the last two where they name none; None: there are not two."""
    if len(shown) < 2:
        return None
    known = {str(version.number): version for version in shown}
    return known.get(older, shown[-2]), known.get(newer, shown[-1])


def compare(petition: Petition, older: PetitionVersion, newer: PetitionVersion, language: str) -> list[Compared]:
    """Return each part of the petition that either version has words in, compared."""
    before, after = (sections_of(open_content(petition, version), language) for version in (older, newer))
    return [
        Compared(old.title, difference(old.text, new.text))
        for old, new in zip(before, after, strict=True)
        if old.text or new.text
    ]


def comparison(petition: Petition, *, older: str, newer: str, language: str, with_draft: bool) -> dict[str, object]:
    """Return what a page of comparison shows: the versions there are, the two compared, and how they differ, part by part.

    `older` and `newer` are the numbers asked for, or any other word for the last two.
    """
    shown = versions_shown(petition, with_draft=with_draft)
    pair = chosen_pair(shown, older, newer)
    compared = compare(petition, *pair, language) if pair else []
    return {"petition": petition, "versions": shown, "pair": pair, "compared": compared}
