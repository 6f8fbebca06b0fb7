"""The columns of the queue and of the archive: what each says in a line of the page and in a cell of a file; who chose which."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from courtcase.frame.dates import court_date
from courtcase.frame.form_renderer import escaped
from courtcase.law.time import court_day
from courtcase.people.models import Account
from petitions.intake.filters import Lists
from petitions.models import ListExport
from petitions.models.intake import FIRST_OF_ALL
from petitions.regions import REGIONS
from petitions.workflow import IN_WORK, State

# A named tuple of queries.SHOWN, or of archive.SHOWN.
Row = Any
Cell = str | date | None
NOTHING = "—"
NOBODYS = str(UUID(int=0))
# The tone of a state's tag: round and green goes by itself, square and amber waits for somebody.
TONES = {State.FILED: "warn", State.REGISTERED: "warn", State.SCREENING: "good"}


@dataclass(frozen=True)
class Words:
    """What a row's codes are called, in the active language; looked up once for all rows."""

    kinds: dict[str, str]
    areas: dict[int, str]
    regions: dict[str, str]
    states: dict[str, str]
    language: str
    today: date
    synthetic: str
    # The address of the page of the petition that has the id NOBODYS: built once, for it is the same but for the id.
    page: str

    def page_of(self, public_id: UUID) -> str:
        """Return the address of a petition's page."""
        return self.page.replace(NOBODYS, str(public_id))


@dataclass(frozen=True)
class Column:
    """A column: its name in our own words, its head, what a row has in it, and how the page shows that where not as it is."""

    name: str
    label: Promise | str
    cell: Callable[[Row, Words], Cell]
    shown: Callable[[Row, Words], str] | None = None

    def html(self, row: Row, words: Words) -> str:
        """Return what a cell of the page shows."""
        if self.shown is not None:
            return self.shown(row, words)
        value = self.cell(row, words)
        return court_date(value, "short") if isinstance(value, date) else value or NOTHING


@lru_cache(maxsize=len(settings.LANGUAGES))
def of_code(language: str) -> tuple[dict[str, str], dict[str, str], str]:
    """Return what regions and states are called in a language, and the mark of a made-up petition; once for all pages."""
    with override(language):
        regions = {code: str(name) for code, name in REGIONS}
        states = {state.value: str(state.label) for state in State}
        return regions, states, render_to_string("parts/synthetic.html")


def words_of(lists: Lists) -> Words:
    """Return the words of the lists in the active language."""
    regions, states, synthetic = of_code(lists.language)
    return Words(
        kinds=lists.kind_names,
        areas=lists.area_names,
        regions=regions,
        states=states,
        language=lists.language,
        today=lists.day,
        synthetic=synthetic,
        page=reverse("intake:petition", args=[NOBODYS]),
    )


def lines_of(rows: Iterable[Row], columns: Sequence[Column], words: Words) -> list[SafeString]:
    """Return the cells of each row as they stand in the table, which templates would take four times as long for."""
    openings = [(column, f'<td role="cell" data-label="{escape(str(column.label))}">') for column in columns]
    return [
        mark_safe("".join(f"{opening}{escaped(column.html(row, words))}</td>" for column, opening in openings))  # noqa: S308
        for row in rows
    ]


@lru_cache(maxsize=500)
def tag(tone: str, words: str) -> SafeString:
    """Return words of our own as a tag in a tone; made once, for a page shows the same few thirty times."""
    return format_html('<span class="tag {}">{}</span>', tone, words)


def norm_of(row: Row, words: Words) -> str:
    """Return the first contested provision, as the queue shows it."""
    if row.provision__path is None:
        return ""
    act = getattr(row, f"provision__act__short_{words.language}") or row.provision__act__short_ru
    return f"{act} {row.provision__path}"


def page_of_petition(row: Row, words: Words) -> str:
    """Return the address of the petition's page."""
    return settings.PUBLIC_ADDRESS + words.page_of(row.petition__public_id)


def kind_of(row: Row, words: Words) -> str:
    """Return the kind of the petitioner."""
    return words.kinds.get(row.petitioner_kind, row.petitioner_kind)


def language_of(row: Row, words: Words) -> str:
    """Return the language of the petition."""
    return row.language


def state_of(row: Row, words: Words) -> str:
    """Return the state of the petition."""
    return words.states.get(row.state, row.state)


def state_tag(row: Row, words: Words) -> str:
    """Return the state as a tag in its tone."""
    return tag(TONES.get(State(row.state), "plain"), state_of(row, words))


def open_link(row: Row, words: Words) -> str:
    """Return the number of an open petition as the link to it, with the marks of a made-up one and of danger."""
    link = linked(row, row.petition__register_number or gettext("no number yet"), words)
    if row.urgency == FIRST_OF_ALL:
        danger = gettext("Danger to life or torture")
        link = f"{link} {tag('bad', danger)}"
    return mark_safe(link)  # noqa: S308 - parts of pages


def closed_link(row: Row, words: Words) -> str:
    """Return the number of a closed petition as the link to it, with the mark of a made-up one."""
    return mark_safe(linked(row, row.number or gettext("no number"), words))  # noqa: S308 - parts of pages


def linked(row: Row, number: str, words: Words) -> str:
    """Return the link to a petition, marked where it is made up."""
    link = f'<a href="{words.page_of(row.petition__public_id)}">{escape(number)}</a>'
    return f"{link} {words.synthetic}" if row.petition__synthetic else link


def who_has(row: Row, words: Words) -> str:
    """Return whose the petition is; one in work that no rule took is marked."""
    if row.assignee__full_name is not None:
        return str(row.assignee__full_name)
    if row.team_id is None and row.state in IN_WORK:
        return tag("bad", gettext("taken by no rule"))
    return NOTHING


def term_of(row: Row, words: Words) -> str:
    """Return the last day of the nearest term, marked where it has passed."""
    if row.due_on is None:
        return NOTHING
    day = court_date(row.due_on, "short")
    if row.due_on < words.today:
        mark = tag("bad", gettext("overdue"))
        return mark_safe(f"{mark} {escape(day)}")  # noqa: S308 - a tag and an escaped day
    return day


def box_column(ticked: Collection[str]) -> Column:
    """Return the last column of a list of which lines can be chosen: a box each, those of the petitions `ticked` (ids) marked."""

    choose = gettext("Choose")
    unnumbered = gettext("no number yet")

    def box(row: Row, words: Words) -> str:
        public_id = str(row.petition__public_id)
        number = row.petition__register_number or unnumbered
        named = escape(f"{choose} {number}")
        mark = " checked" if public_id in ticked else ""
        return mark_safe(  # noqa: S308 - an id of our own and escaped words
            f'<input type="checkbox" name="petition" value="{public_id}" aria-label="{named}"{mark}>'
        )

    return Column("box", choose, lambda row, words: None, box)


ADDRESS = Column("address", _("Address of the page"), page_of_petition)
AREA = Column("area", _("Area of law"), lambda row, words: words.areas.get(row.area_id))
REGION = Column("region", _("Region"), lambda row, words: words.regions.get(row.region))
LANGUAGE = Column("language", _("Lang."), language_of)
STATE = Column("state", _("State"), state_of, state_tag)
PETITIONER = Column("petitioner", _("Petitioner"), kind_of)
# What a list offers, its number first, which is the way into the petition and always there; and what it shows until
# somebody chose.
OFFERED: dict[str, tuple[Column, ...]] = {
    ListExport.Source.QUEUE.value: (
        Column("number", _("Number"), lambda row, words: row.petition__register_number, open_link),
        PETITIONER,
        Column("norm", _("Norm"), norm_of),
        LANGUAGE,
        STATE,
        Column("given_to", _("Given to"), lambda row, words: row.assignee__full_name, who_has),
        Column("term", _("Term"), lambda row, words: row.due_on, term_of),
        AREA,
        REGION,
        Column("arrived", _("Came on"), lambda row, words: court_day(row.arrived_at)),
    ),
    ListExport.Source.ARCHIVE.value: (
        Column("number", _("Number"), lambda row, words: row.number, closed_link),
        Column("registered", _("Registered on"), lambda row, words: row.petition__registered_on),
        PETITIONER,
        AREA,
        REGION,
        LANGUAGE,
        STATE,
        Column("closed", _("Closed on"), lambda row, words: row.closed_on),
    ),
}
STANDARD: dict[str, tuple[str, ...]] = {
    ListExport.Source.QUEUE.value: ("petitioner", "norm", "language", "state", "given_to", "term"),
    ListExport.Source.ARCHIVE.value: ("registered", "petitioner", "area", "region", "language", "state", "closed"),
}
NAMES = _("Petitioner's name")


def columns_of(source: str, names: Sequence[str] | None) -> list[Column]:
    """Return the columns of a list by their names, its number first; the standard ones where none are named."""
    known = {column.name: column for column in OFFERED[source]}
    first, *_others = OFFERED[source]
    chosen = [known[name] for name in names or STANDARD[source] if name in known and name != first.name]
    return [first, *dict.fromkeys(chosen)]


def chosen_by(account: Account, source: str) -> list[Column]:
    """Return the columns an account chose for a list."""
    kept: Mapping[str, Sequence[str]] = account.list_columns or {}
    return columns_of(source, kept.get(source))


def in_file(source: str, names: Sequence[str] | None) -> list[Column]:
    """Return the columns of a list as a file: those of the page, and the address of each petition's page."""
    return [*columns_of(source, names), ADDRESS]
