"""What the docket of a case shows, and how it is narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from petitions.cases import open_words
from petitions.filters import Narrowing, PlainSelect
from petitions.models import Case, DocketEntry, PaperKind, Petition

MINUTES_PURPOSE = "case.minutes"
QUESTION_PURPOSE = "case.question"
ADDRESS_PURPOSE = "case.address"


def words_of(entry: DocketEntry, case: Case) -> dict[str, str]:
    """Return what is written in a paper that is no file: the question of a request, the minutes of a session."""
    question = minutes = ""
    if entry.request is not None and entry.kind == PaperKind.REQUEST:
        # A request goes with its case where that is joined to another: it opens with the key of the case it is in now.
        question = open_words(entry.request.case, entry.request.sealed_question, purpose=QUESTION_PURPOSE)
    if entry.sitting is not None and entry.kind == PaperKind.MINUTES:
        minutes = open_words(case, entry.sitting.sealed_minutes, purpose=MINUTES_PURPOSE)
    return {"question": question, "minutes": minutes}


class PaperFilter(Narrowing):
    """The docket narrowed by kind of paper and by petition."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind of paper"), choices=PaperKind.choices, empty_label=_("all"), widget=PlainSelect
    )
    petition = django_filters.ModelChoiceFilter(
        label=_("Petition"),
        queryset=Petition.objects.none(),
        to_field_name="public_id",
        empty_label=_("all"),
        widget=PlainSelect,
    )

    def __init__(self, *arguments: Any, case: Case, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.filters["petition"].queryset = case.petitions.order_by("pk")
