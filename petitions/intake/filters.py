"""What the queue and the archive can be narrowed by. The filters live in the address, so a link is a view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.law.calendar import add_working_days
from courtcase.law.models import AreaOfLaw, PetitionerKind
from courtcase.law.time import beginning_of
from courtcase.people.models import Account
from courtcase.people.roles import Role
from petitions.filters import Choices, Narrowing, PlainSelect, Rows
from petitions.intake.offered import ARCHIVE, QUEUE, filters_of
from petitions.models import ArchiveEntry, QueueEntry
from petitions.models.intake import FIRST_OF_ALL
from petitions.numbers import printed_forms
from petitions.regions import REGIONS
from petitions.steps import NO_TERM
from petitions.workflow import FINAL, IN_INTAKE, State

ME = "me"
# By hand: to build the statement takes Django longer than PostgreSQL takes to carry it out, and every page asks it.
CLERKS = """
SELECT id, public_id, full_name FROM people_account
WHERE id IN (SELECT account_id FROM people_rolegrant WHERE role = %s) ORDER BY full_name, id
"""
FIRST_YEAR = 2023  # the Court began its work on 01.01.2023


@dataclass(frozen=True)
class Lists:
    """The lists of law a page of petitions needs, each read once: to narrow by, and to name what a row holds."""

    day: date
    language: str
    me: Account | None = None

    @cached_property
    def kinds(self) -> list[PetitionerKind]:
        """Every kind of petitioner the law has known."""
        return rows.read_all(PetitionerKind, "superseded_at IS NULL ORDER BY position, code, applies_from", [])

    @cached_property
    def areas(self) -> list[AreaOfLaw]:
        """The areas of law."""
        return rows.read_all(AreaOfLaw, "TRUE ORDER BY position, code", [])

    @cached_property
    def clerks(self) -> list[Account]:
        """Whoever is or was a clerk, by name: what they had stays in the archive."""
        return list(Account.objects.raw(CLERKS, [Role.CLERK]))

    def named(self, row: PetitionerKind | AreaOfLaw) -> str:
        """Return the name of a row in the page's language."""
        return str(getattr(row, f"name_{self.language}"))

    @cached_property
    def kind_names(self) -> dict[str, str]:
        """Return the names of the kinds by their codes; of a code that was named anew, the latest."""
        return {kind.code: self.named(kind) for kind in self.kinds}

    @cached_property
    def area_names(self) -> dict[int, str]:
        """Return the names of the areas by their ids."""
        return {area.pk: self.named(area) for area in self.areas}

    def kinds_today(self) -> list[tuple[str, str]]:
        """Return the kinds that may petition today, as choices."""
        today = [one for one in self.kinds if one.applies_from <= self.day <= (one.applies_to or self.day)]
        return [(kind.code, self.named(kind)) for kind in today]


def lists_on(day: date, *, me: Account | None = None) -> Lists:
    """Return the lists for a page shown on the legal day `day` in the active language, to `me`."""
    return Lists(day=day, language=get_language() or "kk", me=me)


class ListFilter(Narrowing):
    """The filters that queue and archive share."""

    q = django_filters.CharFilter(
        label=_("Number"), method="by_number", max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=Choices(), empty_label=_("any"), widget=PlainSelect)
    petitioner_kind = django_filters.ChoiceFilter(
        label=_("Petitioner"), choices=Choices(), empty_label=_("any"), widget=PlainSelect
    )
    area = django_filters.ChoiceFilter(
        label=_("Area of law"), method="by_area", choices=Choices(), empty_label=_("any"), widget=PlainSelect
    )
    language = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a petition", "Language"),
        choices=Choices([("kk", "қаз"), ("ru", "рус")]),
        empty_label=_("any"),
        widget=PlainSelect,
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=Choices(REGIONS), empty_label=_("any"), widget=PlainSelect
    )

    assignee = django_filters.ChoiceFilter(
        label=_("Given to"), method="by_assignee", choices=Choices(), empty_label=_("any"), widget=PlainSelect
    )

    def __init__(self, *arguments: Any, lists: Lists, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.lists = lists
        clerks = [(str(one.public_id), one.full_name) for one in lists.clerks]
        self.filters["assignee"].extra["choices"] = Choices([(ME, _("me")), *clerks])
        self.filters["area"].extra["choices"] = Choices((area.code, lists.named(area)) for area in lists.areas)

    def by_assignee(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep what one clerk has or had; "me" is whoever looks, also in a view that somebody else saved."""
        known = {str(one.public_id): one.pk for one in self.lists.clerks}
        mine = self.lists.me.pk if self.lists.me else None
        return rows.filter(assignee=mine if value == ME else known[value])

    def by_area(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep one area. By its id: joined by its code, no index would give the order."""
        return rows.filter(area=next(area.pk for area in self.lists.areas if area.code == value))


# By what a row's term is narrowed: a word, or within how many working days it ends.
OVERDUE, NO_TERM_RUNS = "overdue", "none"
DUE_CHOICES = Choices(
    [
        (OVERDUE, pgettext_lazy("term of a petition", "overdue")),
        ("3", _("ends within 3 working days")),
        ("10", _("ends within 10 working days")),
        (NO_TERM_RUNS, _("no term runs")),
    ]
)
AGE_CHOICES = Choices([("10", _("over 10 days")), ("20", _("over 20 days")), ("30", _("over 30 days"))])


OPEN_STATES = Choices((state.value, state.label) for state in State if state in IN_INTAKE)
FINAL_STATES = Choices((state.value, state.label) for state in State if state in FINAL)


class QueueFilter(ListFilter):
    """Filters of the queue."""

    due = django_filters.ChoiceFilter(
        label=_("Term"), method="by_term", choices=DUE_CHOICES, empty_label=_("any"), widget=PlainSelect
    )
    age = django_filters.ChoiceFilter(
        label=_("In the house"), method="by_age", choices=AGE_CHOICES, empty_label=_("any"), widget=PlainSelect
    )

    class Meta:
        model = QueueEntry
        fields = filters_of(QUEUE)

    def __init__(self, *arguments: Any, lists: Lists, **keywords: Any) -> None:
        super().__init__(*arguments, lists=lists, **keywords)
        self.filters["state"].extra["choices"] = OPEN_STATES
        self.filters["petitioner_kind"].extra["choices"] = Choices(lists.kinds_today())

    def by_number(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep the petitions with this register number, written in full or as its running part alone."""
        return rows.filter(petition__register_number__in=printed_forms(value, day=self.lists.day))

    def by_term(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep what is overdue, what ends within so many working days from today on, or what no term makes late."""
        today = self.lists.day
        if value == OVERDUE:
            return rows.filter(urgency__gt=FIRST_OF_ALL, urgency__lt=today)
        if value == NO_TERM_RUNS:
            return rows.filter(urgency=NO_TERM)
        return rows.filter(urgency__gte=today, urgency__lte=add_working_days(today, int(value)))

    def by_age(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep what arrived more than so many calendar days of the Court ago."""
        return rows.filter(arrived_at__lt=beginning_of(self.lists.day - timedelta(days=int(value))))


class ArchiveFilter(ListFilter):
    """Filters of the archive."""

    year = django_filters.ChoiceFilter(
        label=_("Registered in"), choices=Choices(), empty_label=_("any"), widget=PlainSelect
    )

    class Meta:
        model = ArchiveEntry
        fields = filters_of(ARCHIVE)

    def __init__(self, *arguments: Any, lists: Lists, **keywords: Any) -> None:
        super().__init__(*arguments, lists=lists, **keywords)
        self.filters["state"].extra["choices"] = FINAL_STATES
        self.filters["petitioner_kind"].extra["choices"] = Choices(lists.kind_names.items())
        years = [(str(year), str(year)) for year in range(lists.day.year, FIRST_YEAR - 1, -1)]
        self.filters["year"].extra["choices"] = Choices([*years, ("0", _("never registered"))])

    def by_number(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep the petitions with this register number, written in full or as its running part alone."""
        return rows.filter(number__in=printed_forms(value, day=self.lists.day))
