"""The long changes of data of rulings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.keys.files import index_key_name, index_keys
from courtcase.long_work.registry import LongWork, register
from rulings.access import published
from rulings.models import Watch
from rulings.publication.operations.index_again import INDEX_VERSION, WORK, index_again
from rulings.publication.operations.record_later import WORK as SNAPSHOTS
from rulings.publication.operations.record_later import never_recorded, record_snapshots
from rulings.statistics.operations import record_later as figures
from rulings.watching.operations.rewrite_watches import WORK as REWRITING
from rulings.watching.operations.rewrite_watches import rewrite_watches

register(
    LongWork(
        name=WORK,
        title=_("Search index of published rulings"),
        version=lambda: str(INDEX_VERSION),
        piece=index_again,
        count=lambda: published().count(),
    )
)
register(
    LongWork(
        name=REWRITING,
        title=_("Keyed digests of alerts by e-mail"),
        version=index_key_name,
        piece=rewrite_watches,
        count=lambda: Watch.objects.count(),
        is_owed=lambda: len(index_keys()) > 1,
    )
)
register(
    LongWork(
        name=SNAPSHOTS,
        title=_("Register entries of earlier snapshots of open data"),
        version=lambda: "1",
        piece=record_snapshots,
        count=lambda: never_recorded().count(),
        # Each archive is read from its first byte to its last.
        limit=1,
        is_owed=lambda: never_recorded().exists(),
    )
)
register(
    LongWork(
        name=figures.WORK,
        title=_("Register entries of the figures of earlier years"),
        version=lambda: "1",
        piece=figures.record_years,
        count=lambda: figures.never_recorded().count(),
        is_owed=lambda: figures.never_recorded().exists(),
    )
)
