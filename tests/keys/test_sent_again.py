"""What is sent again after another index key came is known as sent before: forms, requests of programs, messages, sign-outs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from courtcase.keys.files import forget_keys
from courtcase.keys.operations import new_data_key
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice, owe_notices
from courtcase.operations import OperationError
from courtcase.people.operations.programs import done_before, once
from courtcase.people.provider_sessions import session_digests
from courtcase.register.models import Subject
from petitions.api.operations import digests_of_request
from petitions.filing.operations import desk as work
from petitions.models import Petition
from tests.cast import Cast
from tests.keys.test_rotate_index_key import use
from tests.petitions.test_desk_of_clients import counsel
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_of_index(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Begin with one index key, and forget all of them afterwards."""
    use(settings, tmp_path, now=1)
    yield
    forget_keys()


# The keys as rotation names them, one step after the other; after the last, what was made amid it is still known.
STEPS = ({"now": 1, "following": 2}, {"now": 2, "before": 1}, {"now": 2})


def test_a_form_sent_before_amid_and_after_begins_one_petition(cast: Cast, settings: Any, tmp_path: Path) -> None:
    walk = Walk(cast)
    petition = walk.drafted(actor=counsel(walk))

    def sent(token: str) -> Petition:
        return work.copy_legal_part(petition=petition, once=token, actor=counsel(walk), at=timezone.now()).petition

    first, others = sent("a"), Petition.objects.count()
    for step in STEPS[:2]:
        use(settings, tmp_path, **step)
        assert sent("a") == first, step
    assert Petition.objects.count() == others
    second = sent("b")
    use(settings, tmp_path, **STEPS[2])
    assert sent("b") == second, "begun under the new key, it is known when the old one was put away"
    assert sent("a") != first, "nobody can know it any more without its key: docs/keys.md says when that may be"


def test_a_program_that_asks_again_is_told_the_same(cast: Cast, settings: Any, tmp_path: Path) -> None:
    def asked(key: str, number: int) -> int:
        digests = digests_of_request({"do": "begin", "number": number})
        known = done_before(account=cast.counsel, key=key, input_digests=digests)
        told, now = once(
            account=cast.counsel, key=key, input_digests=digests, at=timezone.now(), do=lambda: {"made": number}
        )
        assert now == (known is None)
        return int(told["made"])

    asked("k", 1)
    for step in STEPS[:2]:
        use(settings, tmp_path, **step)
        assert asked("k", 1) == 1
        with pytest.raises(OperationError) as refused:
            asked("k", 2)
        assert refused.value.code == "idempotency_conflict"
    asked("l", 2)
    use(settings, tmp_path, **STEPS[2])
    assert asked("l", 2) == 2


@pytest.mark.parametrize("at_once", [False, True])
def test_a_message_owed_again_stays_one(settings: Any, tmp_path: Path, *, at_once: bool) -> None:
    subject = Subject.objects.create(kind="petition")

    def owe(event: str) -> None:
        told: dict[str, Any] = {
            "subject": subject,
            "event": event,
            "address": {"email": "a@example.org"},
            "channel": "email",
            "language": "ru",
        }
        if at_once:
            owe_notices([{**told, "data_key": new_data_key()}])
        else:
            owe_notice(**told)

    owe("petition.registered")
    for step in STEPS[:2]:
        use(settings, tmp_path, **step)
        owe("petition.registered")
        assert Notice.objects.count() == 1, step
    owe("petition.returned")
    use(settings, tmp_path, **STEPS[2])
    owe("petition.returned")
    assert Notice.objects.count() == 2


def test_a_session_of_the_provider_opened_before_is_found_amid_it(settings: Any, tmp_path: Path) -> None:
    (opened,) = session_digests("https://provider.example", "s-1")
    for step in STEPS[:2]:
        use(settings, tmp_path, **step)
        assert opened in session_digests("https://provider.example", "s-1")
        assert opened not in session_digests("https://provider.example", "s-2")
    assert session_digests("https://provider.example", "") == []
