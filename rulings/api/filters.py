"""What the lists of the API can be narrowed by."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from courtcase.law.models import Provision
from courtcase.law.models.acts import Outcome
from rulings.models import Measure, MeasureKind, Ruling, RulingKind, Stage
from rulings.publication.filters import number_condition


class RulingFilter(django_filters.FilterSet):
    """Published rulings by number (in any printed form), kind, day, outcome, act and norm."""

    number = django_filters.CharFilter(method="by_number", help_text="29, 29-НП, 29-НҚ, 29 NP, 2026/000015")
    kind = django_filters.ChoiceFilter(choices=RulingKind.choices)
    year = django_filters.NumberFilter(field_name="adopted_year")
    adopted_from = django_filters.DateFilter(field_name="adopted_on", lookup_expr="gte")
    adopted_to = django_filters.DateFilter(field_name="adopted_on", lookup_expr="lte")
    outcome = django_filters.ChoiceFilter(field_name="provisions__outcome", choices=Outcome.choices, distinct=True)
    act = django_filters.CharFilter(field_name="provisions__provision__act__code", distinct=True)

    class Meta:
        model = Ruling
        fields: list[str] = []

    def by_number(self, found: QuerySet[Ruling], name: str, value: str) -> QuerySet[Ruling]:
        """Keep the rulings that bear the number; none where the words are no number."""
        condition = number_condition(value)
        return found.filter(condition) if condition is not None else found.none()


class MeasureFilter(django_filters.FilterSet):
    """Measures by stage, kind and term."""

    stage = django_filters.ChoiceFilter(choices=Stage.choices)
    kind = django_filters.ChoiceFilter(choices=MeasureKind.choices)
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lt")

    class Meta:
        model = Measure
        fields: list[str] = []


class NormFilter(django_filters.FilterSet):
    """Examined norms by act and path."""

    act = django_filters.CharFilter(field_name="act__code")
    path = django_filters.CharFilter(field_name="path")

    class Meta:
        model = Provision
        fields: list[str] = []
