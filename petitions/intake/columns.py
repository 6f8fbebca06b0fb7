"""The columns of the queue and of the archive as they stand in a file: their heads, and what a row has in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.intake.filters import Lists
from petitions.models import ArchiveEntry, QueueEntry
from petitions.regions import REGIONS
from petitions.workflow import State

Cell = str | date | None


@dataclass(frozen=True)
class Words:
    """What a row's codes are called, in the active language; looked up once for all rows."""

    kinds: dict[str, str]
    areas: dict[int, str]
    regions: dict[str, str]
    states: dict[str, str]
    language: str


@dataclass(frozen=True)
class Column:
    """A column: its name in our own words, its head, and what a row has in it."""

    name: str
    label: Promise | str
    cell: Callable[[Any, Words], Cell]


def words_of(lists: Lists) -> Words:
    """Return the words of the lists in the active language."""
    return Words(
        kinds=lists.kind_names,
        areas=lists.area_names,
        regions={code: str(name) for code, name in REGIONS},
        states={state.value: str(state.label) for state in State},
        language=lists.language,
    )


def norm_of(row: QueueEntry, words: Words) -> str:
    """Return the first contested provision, as the queue shows it."""
    if row.provision is None:
        return ""
    act = row.provision.act
    return f"{getattr(act, f'short_{words.language}') or act.short_ru} {row.provision.path}"


def page_of_petition(row: QueueEntry | ArchiveEntry, words: Words) -> str:
    """Return the address of the petition's page."""
    return settings.PUBLIC_ADDRESS + reverse("intake:petition", args=[row.petition.public_id])


def kind_of(row: QueueEntry | ArchiveEntry, words: Words) -> str:
    """Return the kind of the petitioner."""
    return words.kinds.get(row.petitioner_kind, row.petitioner_kind)


def language_of(row: QueueEntry | ArchiveEntry, words: Words) -> str:
    """Return the language of the petition."""
    return row.language


def state_of(row: QueueEntry | ArchiveEntry, words: Words) -> str:
    """Return the state of the petition."""
    return words.states.get(row.state, row.state)


ADDRESS = Column("address", _("Address of the page"), page_of_petition)
OF_QUEUE = (
    Column("number", _("Number"), lambda row, words: row.petition.register_number),
    Column("petitioner", _("Petitioner"), kind_of),
    Column("norm", _("Norm"), norm_of),
    Column("language", _("Lang."), language_of),
    Column("state", _("State"), state_of),
    Column("given_to", _("Given to"), lambda row, words: row.assignee.full_name if row.assignee else None),
    Column("term", _("Term"), lambda row, words: row.due_on),
    ADDRESS,
)
OF_ARCHIVE = (
    Column("number", _("Number"), lambda row, words: row.number),
    Column("registered", _("Registered on"), lambda row, words: row.petition.registered_on),
    Column("petitioner", _("Petitioner"), kind_of),
    Column("area", _("Area of law"), lambda row, words: words.areas.get(row.area_id)),
    Column("region", _("Region"), lambda row, words: words.regions.get(row.region)),
    Column("language", _("Lang."), language_of),
    Column("state", _("State"), state_of),
    Column("closed", _("Closed on"), lambda row, words: row.closed_on),
    ADDRESS,
)
NAMES = _("Petitioner's name")
