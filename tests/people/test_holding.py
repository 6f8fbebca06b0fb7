"""What a row says of itself is what the database says of it, or nothing."""

from __future__ import annotations

from itertools import product

import pytest
from django.db.models import Exists, OuterRef, Q

from courtcase.people.actors import Actor
from courtcase.people.cast import MEMBER_BY_KEY
from courtcase.people.holding import holds
from courtcase.people.permissions import DECLARED, rows_allowed
from petitions import access
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Petition
from petitions.workflow import TABLE, State
from tests.cast import Cast
from tests.petitions.walk import Walk


def in_database(wanted: Q, row: Petition) -> bool:
    """Ask the database whether the expression holds of the row."""
    return Petition.objects.filter(wanted, pk=row.pk).exists()


def expressions(row: Petition) -> list[Q]:
    """Return expressions over a petition's own columns, and some that need more."""
    here, elsewhere = Q(pk=row.pk), Q(pk=0)
    drafts = Q(state=State.DRAFT)
    return [
        *(
            Q(),
            here,
            elsewhere,
            ~here,
            here & drafts,
            here | drafts,
            ~(here & drafts),
            Q(here, elsewhere, _connector=Q.XOR),
        ),
        *(
            Q(pk__in=[]),
            Q(pk__in=[row.pk, 0]),
            ~Q(pk__in=[]),
            Q(state__in=[State.FILED]),
            Q(state__in={"draft", "filed"}),
        ),
        *(Q(account=row.account), ~Q(account=row.account), Q(account=None), Q(account_id__in=[0]), Q(institution=None)),
        *(Q(institution__isnull=True), Q(account__isnull=False), Q(case__subject__isnull=True) | elsewhere),
        *(~Q(institution_id=1), Q(institution__in=[1]) | here, Q(institution__in=[1]) & elsewhere, Q(synthetic=True)),
        *(Q(version__gt=0), Q(case__subject__in=[1]), Q(pk__in=Petition.objects.values("pk")), Q(language="ru")),
        *(Q(Exists(Petition.objects.filter(pk=OuterRef("pk")))), Q(state="draft") | Q(subject_id__in=[row.subject_id])),
    ]


@pytest.mark.django_db
class TestHolds:
    def test_agrees_with_the_database_or_says_nothing(self, cast: Cast) -> None:
        walk = Walk(cast)
        said = 0
        nameless = start_draft(petitioner_kind="citizen", language="ru", actor=Actor.nobody(), at=walk.tick()).petition
        for row in (walk.drafted(), walk.filed(), nameless):
            row.refresh_from_db()
            for wanted in expressions(row):
                known = holds(wanted, row)
                said += known is not None
                assert known is None or known == in_database(wanted, row), wanted
        assert said > 40

    def test_every_scope_agrees(self, cast: Cast) -> None:
        walk = Walk(cast)
        rows = [Petition.objects.get(pk=one.pk) for one in (walk.drafted(), walk.filed(), walk.in_study())]
        actors = [cast.actor(key) for key in MEMBER_BY_KEY]
        actors += [Actor.nobody(), Actor.holder(rows[0].subject_id)]
        actions = sorted({one.action for one in TABLE} & set(DECLARED) | {"petition.read", "petition.draft"})
        for actor, action, row in product(actors, actions, rows):
            wanted = rows_allowed(actor, action, walk.now, access.SCOPES)
            by_list = access.petitions_for(actor, action, walk.now).filter(pk=row.pk).exists()
            assert access.may(actor, action, row, walk.now) == by_list, (actor, action)
            known = None if wanted is None else holds(wanted, row)
            assert known is None or known == by_list, (actor, action)
