"""The long changes of data of petitions: made anew in pieces where the way they are made has changed."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from courtcase.keys.files import index_key_name, index_keys
from courtcase.long_work.registry import LongWork, register
from petitions.intake.marking import MADE
from petitions.intake.operations.mark_petitions import WORK as MARKING
from petitions.intake.operations.mark_petitions import mark_next, unmarked
from petitions.intake.operations.rewrite_indexes import WORK as REWRITING
from petitions.intake.operations.rewrite_indexes import rewrite_next, with_words

register(
    LongWork(
        name=MARKING,
        title=_("Marks by which petitions are found"),
        version=lambda: str(MADE),
        piece=mark_next,
        count=lambda: unmarked().count(),
        # What the minute's job passed over, and what could not be marked, is tried again.
        again_after=timedelta(days=1),
    )
)
register(
    LongWork(
        name=REWRITING,
        title=_("Keyed digests by which petitions are found"),
        version=index_key_name,
        piece=rewrite_next,
        count=lambda: with_words().count(),
        is_owed=lambda: len(index_keys()) > 1,
    )
)
