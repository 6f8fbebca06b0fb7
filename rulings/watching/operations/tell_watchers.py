from __future__ import annotations

import re
from datetime import datetime

from django.db.models import Q

from courtcase.law.models import Provision
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_job, owe_notice
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.blocks import links_of
from rulings.models import Ruling, Watch, WatchKind
from rulings.publication.searching import is_found
from rulings.publication.shown import shown_blocks
from rulings.watching.content import asked_of, opened

JOB = "rulings.tell"
BATCH = 200
RULING_LINK = re.compile(r"^/rulings/(?P<slug>[^#?]+)")
NORM_LINK = re.compile(r"^/norms/(?P<act>[^/#?]+)/(?P<path>[^#?]+)")


def owe_telling(*, ruling: Ruling, occasion: str = "") -> None:
    """Owe the messages about a ruling that was published, where anybody waits for any.

    `occasion` tells apart what may be told of one ruling: a citation that was noted later.
    """
    if Watch.objects.filter(confirmed_at__isnull=False).exists():
        body = {"after": 0, "occasion": occasion}
        owe_job(kind=JOB, subject=ruling.subject, key=f"{JOB}:{ruling.public_id}:{occasion}:0", body=body)


@operation
def tell_watchers(*, ruling: Ruling, after: int, occasion: str, actor: Actor, at: datetime) -> int:
    """Owe the message about a published ruling to the next 200 who wait for it, and the work of those after them.

    Whoever was told of the ruling is not told again. Returns how many were told.
    """
    if not ruling.is_published:
        return 0
    asked = Watch.objects.filter(confirmed_at__lte=ruling.published_at, pk__gt=after) | Watch.objects.filter(
        confirmed_at__isnull=False, kind=WatchKind.CITED, pk__gt=after
    )
    watches = list(asked.select_related("subject", "data_key").order_by("pk")[:BATCH])
    cited = cited_in(ruling) if any(watch.kind == WatchKind.CITED for watch in watches) else (set(), set())
    told = 0
    for watch in watches:
        facts = opened(watch)
        if waits_for(watch, ruling, cited, facts["filters"]):
            told += 1
            owe_notice(
                subject=watch.subject,
                event="watch.answered",
                address={"email": facts["email"]},
                channel=Notice.Channel.EMAIL,
                language=watch.language,
                context={"ruling": ruling.pk},
                key=f"ruling:{ruling.pk}",
                data_key=watch.data_key,
            )
    if len(watches) == BATCH:
        last = watches[-1].pk
        key = f"{JOB}:{ruling.public_id}:{occasion}:{last}"
        owe_job(kind=JOB, subject=ruling.subject, key=key, body={"after": last, "occasion": occasion})
    return told


def waits_for(watch: Watch, ruling: Ruling, cited: tuple[set[int], set[int]], filters: dict[str, str]) -> bool:
    """Say whether a watch waits for this ruling: it answers its search, or cites or examines what is watched."""
    if watch.kind == WatchKind.SEARCH:
        return is_found(ruling, asked_of(filters))
    rulings, provisions = cited
    return watch.ruling_id in rulings or watch.provision_id in provisions


def cited_in(ruling: Ruling) -> tuple[set[int], set[int]]:
    """Return the ids of the rulings and of the norms (with those they are parts of) that a ruling cites or examines."""
    rulings = set(ruling.links_out.values_list("to_ruling", flat=True))
    found = [one.provision for one in ruling.provisions.select_related("provision__parent__parent__parent__parent")]
    links = set().union(*(links_of(blocks) for blocks in shown_blocks(ruling).values()))
    slugs = [match["slug"] for match in map(RULING_LINK.match, links) if match]
    rulings.update(Ruling.objects.filter(slug__in=slugs).exclude(pk=ruling.pk).values_list("pk", flat=True))
    named = Q()
    for match in filter(None, map(NORM_LINK.match, links)):
        named |= Q(act__code=match["act"], path=match["path"])
    if named:
        found += Provision.objects.filter(named).select_related("parent__parent__parent__parent")
    provisions: set[int] = set()
    for provision in found:
        part: Provision | None = provision
        while part is not None:
            provisions.add(part.pk)
            part = part.parent
    return rulings, provisions
