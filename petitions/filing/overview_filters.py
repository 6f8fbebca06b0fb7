"""What an institution's petitions can be narrowed by. The filters live in the address, so a link is a view."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.filters import Narrowing, PlainSelect, Rows
from petitions.models import ApprovalOutcome, Petition
from petitions.numbers import printed_forms
from petitions.own_numbers import numbers_asked
from petitions.workflow import EDITABLE, State

PASSED = "passed"
TERMS = (("7", _("within 7 days")), ("30", _("within 30 days")), (PASSED, _("already passed")))
OF_DRAFTS = (ApprovalOutcome.WAITING, ApprovalOutcome.APPROVED, ApprovalOutcome.SENT_BACK, ApprovalOutcome.VOID)


class OverviewFilter(Narrowing):
    """Filters of the overview; `people` and `kinds` are choices, `today` is the Court's legal day."""

    q = django_filters.CharFilter(
        label=_("Number: ours, of your letter, of the suspended case"),
        method="by_number",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(state.value, state.label) for state in State],
        empty_label=_("any"),
        widget=PlainSelect,
    )
    petitioner_kind = django_filters.ChoiceFilter(
        label=_("Petitioner"), choices=[], empty_label=_("any"), widget=PlainSelect
    )
    account = django_filters.ChoiceFilter(
        label=_("Prepared by"), choices=[], empty_label=_("anybody"), widget=PlainSelect
    )
    approval = django_filters.ChoiceFilter(
        label=_("Approval by the head"),
        choices=[(one.value, one.label) for one in OF_DRAFTS],
        method="by_approval",
        empty_label=_("any"),
        widget=PlainSelect,
    )
    term = django_filters.ChoiceFilter(
        label=_("Term ends"), choices=TERMS, method="by_term", empty_label=_("any"), widget=PlainSelect
    )

    class Meta:
        model = Petition
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        *arguments: Any,
        today: date,
        people: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        **keywords: Any,
    ) -> None:
        super().__init__(*arguments, **keywords)
        self.today = today
        self.filters["account"].extra["choices"] = people
        self.filters["petitioner_kind"].extra["choices"] = kinds
        if len(kinds) < 2:
            del self.filters["petitioner_kind"]

    def by_number(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep those of this register number, of the institution's letter or of the suspended case, written in any way."""
        indexes = numbers_asked(value)
        wanted = Q(register_number__in=printed_forms(value, day=self.today)) | Q(external_number=value)
        if indexes:
            wanted |= Q(letter_index__in=indexes) | Q(suspended_index__in=indexes)
        return rows.filter(wanted)

    def by_approval(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep the drafts and corrections that stand so with the head."""
        return rows.filter(state__in=EDITABLE, approval=value)

    def by_term(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep those whose nearest running term ends so soon, or is over."""
        if value == PASSED:
            return rows.filter(due_on__lt=self.today)
        return rows.filter(due_on__gte=self.today, due_on__lte=self.today + timedelta(days=int(value)))
