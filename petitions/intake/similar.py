"""The petitions nearest to one by rare words they share. One bounded statement, by the keyed digests of Mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from petitions.content import PetitionContent
from petitions.intake.marking import samples_asked
from petitions.models import Petition
from petitions.workflow import State

NEAREST = 5
# Of each word the newest so many petitions are looked at: the statement costs the same for a million petitions. A word that
# few use counts for more; of petitions copied five hundred times the newest share all their words and are found.
LOOKED_AT = 200
# Fewer words than this share of the sample are chance.
LEAST_SHARED = 0.2
STATEMENT = """
SELECT petition.public_id, petition.register_number, petition.state, petition.filed_on, nearest.shared
FROM (
    SELECT hit.petition_id, SUM(1.0 / hit.among) AS score, COUNT(*) AS shared
    FROM (
        SELECT near.petition_id, COUNT(*) OVER (PARTITION BY word) AS among
        FROM unnest(%(words)s::bigint[]) AS word CROSS JOIN LATERAL (
            SELECT mark.petition_id FROM petitions_mark AS mark
            WHERE mark.kind = 'word' AND mark.digest = word AND mark.petition_id <> %(petition)s
            ORDER BY mark.petition_id DESC LIMIT %(looked_at)s
        ) AS near
    ) AS hit
    GROUP BY hit.petition_id HAVING COUNT(*) >= %(least)s
    ORDER BY score DESC, hit.petition_id DESC LIMIT %(nearest)s
) AS nearest JOIN petitions_petition AS petition ON petition.id = nearest.petition_id
ORDER BY nearest.score DESC, petition.id DESC
"""


@dataclass(frozen=True)
class Similar:
    """A petition that resembles another, and how much of the other's sampled words it shares, in percent."""

    public_id: UUID
    number: str
    state: State
    filed_on: date | None
    percent: int


def similar_to(petition: Petition, content: PetitionContent) -> list[Similar]:
    """Return the petitions nearest to this one by the words they share, nearest first; only what was marked is found."""
    samples = samples_asked(content, petition.language)
    words = samples[0]
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, parameters(petition, samples))
        rows = cursor.fetchall()
    return [
        Similar(public_id, number or "", State(state), filed_on, round(100 * shared / len(words)))
        for public_id, number, state, filed_on, shared in rows
    ]


def parameters(petition: Petition, samples: list[list[int]]) -> dict[str, int | list[int]]:
    """Return what the statement is given: the words under each index key; another petition's stand under one of them."""
    least = max(2, round(len(samples[0]) * LEAST_SHARED))
    words = [word for sample in samples for word in sample]
    return {"words": words, "petition": petition.pk, "looked_at": LOOKED_AT, "least": least, "nearest": NEAREST}
