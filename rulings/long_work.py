"""The long changes of data of rulings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.long_work.registry import LongWork, register
from rulings.access import published
from rulings.publication.operations.index_again import INDEX_VERSION, WORK, index_again

register(
    LongWork(
        name=WORK,
        title=_("Search index of published rulings"),
        version=lambda: str(INDEX_VERSION),
        piece=index_again,
        count=lambda: published().count(),
    )
)
