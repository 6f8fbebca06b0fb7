"""The register of incoming papers: every paper that has a number, narrowed by filters that live in the address."""

from __future__ import annotations

from datetime import datetime

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courtcase.people.actors import Actor
from courtcase.people.permissions import ScopeTable, scoped
from petitions.filters import Narrowing, PlainSelect, Rows
from petitions.intake.keyset import by_day
from petitions.models import IncomingKind, IncomingPaper

SCOPES: ScopeTable = {"intake": lambda actor, at: Q(), "all": lambda actor, at: Q()}
ORDER = by_day("numbered_on", descending=True)


class IncomingFilter(Narrowing):
    """What the register of incoming papers can be narrowed by."""

    number = django_filters.CharFilter(label=_("Number"), method="by_number")
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=IncomingKind.choices, empty_label=_("any"), widget=PlainSelect
    )
    since = django_filters.DateFilter(label=_("Since"), field_name="numbered_on", lookup_expr="gte")
    until = django_filters.DateFilter(label=_("Until"), field_name="numbered_on", lookup_expr="lte")

    class Meta:
        model = IncomingPaper
        fields = ("number", "kind", "since", "until")

    def by_number(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep the paper printed so."""
        return rows.filter(number=value.replace("\x00", "").strip())


def incoming(actor: Actor, at: datetime) -> QuerySet[IncomingPaper]:
    """Return every incoming paper the actor may see at `at`, with what a line of the register shows."""
    related = IncomingPaper.objects.select_related("petition", "entered_by").defer("sealed_signer")
    return scoped(related, actor, "letter.view", at, SCOPES)
