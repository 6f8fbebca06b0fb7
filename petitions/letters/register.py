"""The register of outgoing letters: every letter that has a number, narrowed by filters that live in the address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courtcase.people.actors import Actor
from courtcase.people.permissions import ScopeTable, scoped
from petitions.filters import Narrowing, PlainSelect
from petitions.intake.keyset import by_day
from petitions.models import Letter, LetterKind, LetterStatus

SCOPES: ScopeTable = {"intake": lambda actor, at: Q(), "all": lambda actor, at: Q()}
ORDER = by_day("numbered_on", descending=True)
HEAD = (_("Number"), _("Date"), _("Kind"), _("Petition"), _("How"), _("Where it stands"), _("Signed by"))


class OutgoingFilter(Narrowing):
    """What the register of outgoing letters can be narrowed by."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=LetterKind.choices, empty_label=_("any"), widget=PlainSelect
    )
    status = django_filters.ChoiceFilter(
        label=_("Where it stands"), choices=LetterStatus.choices, empty_label=_("any"), widget=PlainSelect
    )
    since = django_filters.DateFilter(label=_("Since"), field_name="numbered_on", lookup_expr="gte")
    until = django_filters.DateFilter(label=_("Until"), field_name="numbered_on", lookup_expr="lte")

    class Meta:
        model = Letter
        fields = ("kind", "status", "since", "until")


def outgoing(actor: Actor, at: datetime) -> QuerySet[Letter]:
    """Return every numbered letter the actor may see at `at`, with what a line of the register shows."""
    numbered = (
        Letter.objects.exclude(number="").select_related("petition", "signed_by").defer("sealed_parts", "sealed_text")
    )
    return scoped(numbered, actor, "letter.view", at, SCOPES)


def lines(rows: QuerySet[Letter]) -> Iterator[list[object]]:
    """Yield the lines of the register for a spreadsheet, the newest first, read as they are written."""
    for one in rows.order_by(*ORDER.columns()).iterator(chunk_size=500):
        yield [
            one.number,
            one.numbered_on,
            one.get_kind_display(),
            one.petition.register_number,
            one.road,
            one.get_status_display(),
            one.signed_by.full_name if one.signed_by else "",
        ]
