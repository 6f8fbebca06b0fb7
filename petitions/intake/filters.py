"""What the queue can be narrowed by. The filters live in the address, so a link is a view."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courtcase.law.queries import areas, petitioner_kinds_on
from petitions.models import QueueEntry
from petitions.regions import REGIONS
from petitions.workflow import IN_INTAKE, State


class QueueFilter(django_filters.FilterSet):
    """Filters of the queue."""

    q = django_filters.CharFilter(
        label=_("Number"), method="by_number", max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(state.value, state.label) for state in State if state in IN_INTAKE],
        empty_label=_("any"),
    )
    petitioner_kind = django_filters.ChoiceFilter(label=_("Petitioner"), choices=[], empty_label=_("any"))
    area = django_filters.ChoiceFilter(
        label=_("Area of law"), field_name="area__code", choices=[], empty_label=_("any")
    )
    language = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a petition", "Language"), choices=[("kk", "қаз"), ("ru", "рус")], empty_label=_("any")
    )
    region = django_filters.ChoiceFilter(label=_("Region"), choices=REGIONS, empty_label=_("any"))

    class Meta:
        model = QueueEntry
        fields = ["q", "state", "petitioner_kind", "area", "language", "region"]

    def __init__(self, *arguments: Any, day: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        language = get_language() or "kk"
        kinds = [(kind.code, getattr(kind, f"name_{language}")) for kind in petitioner_kinds_on(day)]
        self.filters["petitioner_kind"].extra["choices"] = kinds
        self.filters["area"].extra["choices"] = [(area.code, getattr(area, f"name_{language}")) for area in areas()]

    def by_number(self, rows: QuerySet[QueueEntry], name: str, value: str) -> QuerySet[QueueEntry]:
        """Keep the petition with this register number, written in full or as its running part alone."""
        typed = value.strip().removeprefix("№").strip().replace("\x00", "")
        if typed.isdecimal() and len(typed) <= 6:
            return rows.filter(petition__register_number__endswith=f"/{int(typed):06d}")
        return rows.filter(petition__register_number=typed)
