"""Another index key: everybody and everything is found before, amid and after, and the old key opens nothing any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from courtcase.backup import facts
from courtcase.backup.manifest import BackupError, Manifest
from courtcase.backup.restoring import refuse_other_keys
from courtcase.doctor.findings import State
from courtcase.keys import operations as keys
from courtcase.keys.files import forget_keys, index_key
from courtcase.long_work.operations import do_next_piece, is_piece_done
from courtcase.long_work.registry import works
from courtcase.notices.return_paths import notice_named, return_path
from courtcase.people.actors import Actor
from courtcase.people.sessions import SessionStore
from petitions.content import open_content
from petitions.filing.queries import petition_by_code, tracked_as
from petitions.intake.examining import index_keys_named
from petitions.intake.finding import found_by
from petitions.intake.operations.mark_petitions import mark_new
from petitions.intake.same import FIND_PETITIONER, FIND_SAME, lists_for
from petitions.intake.searching import texts_with
from petitions.intake.similar import similar_to
from petitions.models import Petition, Petitioner
from petitions.own_codes import own_code_of
from petitions.own_numbers import number_index, numbers_asked
from petitions.versions import as_told
from rulings.models import Watch
from rulings.watching.content import Wanted
from rulings.watching.operations.ask_watch import ask_watch
from tests.cast import Cast
from tests.keys.conftest import write_key
from tests.petitions.together import SECOND
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
IIN, SECOND_IIN = "880101300123", "850101300015"
PERSON = {"full_name": "Ахметов Қайрат", "iin": IIN, "residence": "Astana, 1", "region": "71", "phone": "+77015550142"}
SNOW = "Суд рассмотрел ходатайство о снегоходах и сослался на статью кодекса, не названную никем другим в этом деле."


@pytest.fixture(autouse=True)
def keys_of_index(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Begin with one index key, and forget all of them afterwards."""
    cache.clear()
    use(settings, tmp_path, now=1)
    yield
    forget_keys()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk under the first key."""
    return Walk(cast)


def use(settings: Any, folder: Path, *, now: int, before: int = 0, following: int = 0) -> None:
    """Name the index keys as the environment would."""
    settings.INDEX_KEY_FILE = write_key(folder, f"index-{now}", now)
    settings.INDEX_KEY_FILES_BEFORE = [write_key(folder, f"index-{before}", before)] if before else []
    settings.INDEX_KEY_FILE_NEXT = write_key(folder, f"index-{following}", following) if following else ""
    forget_keys()


class World:
    """Two petitions of one person, one of them with another, and an alert; and every way in which they are found."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.alone = walk.registered(petitioner=PERSON, situation=SNOW)
        self.joint = walk.confirm(
            walk.submitted(petitioner=PERSON, others=[{**SECOND, "iin": SECOND_IIN}], situation=SNOW)
        )
        self.codes = [walk.codes[self.alone.pk], own_code_of(self.joint, "aa11")]
        mark_new(actor=Actor.system("tests"), at=walk.now)
        self.watch = self.ask()

    def ask(self) -> Watch:
        """Ask for the alert, once more."""
        ask_watch(
            email="r@example.org", wanted=Wanted({"q": "x"}), language="ru", actor=Actor.nobody(), at=timezone.now()
        )
        return Watch.objects.get()

    def is_found(self, *, with_codes: bool = True) -> None:
        """Find both by everything that may be said of them."""
        both, examiner = {self.alone.pk, self.joint.pk}, Actor.of(self.walk.cast.registrar)
        for typed in (IIN, "Ахметов Қайрат", "Қайрат А.", "8 (701) 555-01-42", "1-1/2026"):
            assert {one.pk for one in found_by(typed, actor=examiner, at=self.walk.now).petitions} == both, typed
        assert [one.pk for one in found_by(SECOND_IIN, actor=examiner, at=self.walk.now).petitions] == [self.joint.pk]
        assert {one.pk for one in texts_with("снегоход", actor=examiner, at=self.walk.now).petitions} == both
        self.resemble_each_other()
        assert self.ask() == self.watch
        if with_codes:
            assert petition_by_code(self.codes[0]) == self.alone
            mine = tracked_as(self.codes[1], "")
            assert mine is not None
            assert mine.petition == self.joint
            assert own_code_of(self.joint, "aa11") == self.codes[1]

    def resemble_each_other(self) -> None:
        """Find the one from the other, row against row."""
        alone = Petition.objects.get(pk=self.alone.pk)
        words = open_content(alone, as_told(alone))
        assert [one.public_id for one in similar_to(alone, words)] == [self.joint.public_id]
        lists = lists_for(alone, words, provisions=[], may={FIND_SAME, FIND_PETITIONER})
        assert len(lists) == 2
        for rows, _way in lists.values():
            assert [one.pk for one in rows] == [self.joint.pk]


def test_everything_is_found_throughout_and_afterwards_without_the_old_key(
    walk: Walk, settings: Any, tmp_path: Path
) -> None:
    world = World(walk)
    world.is_found()
    session = SessionStore().encode({"codes": "kept"})
    use(settings, tmp_path, now=1, following=2)
    world.is_found()
    use(settings, tmp_path, now=2, before=1)
    world.is_found()
    assert SessionStore().decode(session) == {"codes": "kept"}
    for name in ("keys.petitions", "keys.watches"):
        works_one_by_one(name, world)
    use(settings, tmp_path, now=2)
    world.is_found(with_codes=False)
    assert petition_by_code(world.codes[0]) is None
    assert SessionStore().decode(session) == {}
    assert set(stored()) == {keys.blind_index(IIN, "petitioner.iin"), keys.blind_index(SECOND_IIN, "petitioner.iin")}


def works_one_by_one(name: str, world: World) -> None:
    """Do a work row by row, and find everything after each."""
    work, pieces = works[name], 0
    one_by_one = type(work)(name, work.title, work.version, work.piece, work.count, limit=1)
    while do_next_piece(work=one_by_one, actor=Actor.system(name), at=timezone.now()):
        pieces += 1
        world.is_found()
    assert pieces >= 1
    world.is_found()


def stored() -> Iterator[bytes]:
    """Yield every index of an IIN that stands in a row."""
    for model in (Petition, Petitioner):
        for (index,) in model.objects.filter(iin_index__isnull=False).values_list("iin_index"):
            yield bytes(index or b"")


def test_a_petition_filed_amid_it_belongs_to_the_earlier_ones_at_once(
    walk: Walk, settings: Any, tmp_path: Path
) -> None:
    walk.registered(petitioner=PERSON)
    use(settings, tmp_path, now=2, before=1)
    walk.registered(petitioner=PERSON)
    assert list(stored()) == [keys.blind_index(IIN, "petitioner.iin")] * 2


def test_the_doctor_says_when_a_key_was_taken_away_too_early(walk: Walk, settings: Any, tmp_path: Path) -> None:
    assert index_keys_named().state == State.WELL, "nobody is there to be found"
    walk.registered(petitioner=PERSON)
    assert index_keys_named().state == State.WELL
    use(settings, tmp_path, now=2)
    assert index_keys_named().state == State.WRONG
    use(settings, tmp_path, now=2, before=1)
    assert index_keys_named().state == State.WELL
    while do_next_piece(work=works["keys.petitions"], actor=Actor.system("tests"), at=timezone.now()):
        pass
    use(settings, tmp_path, now=2)
    assert index_keys_named().state == State.WELL


def test_on_a_machine_with_one_key_nothing_is_owed(walk: Walk) -> None:
    walk.registered(petitioner=PERSON)
    assert not is_piece_done(works["keys.petitions"], at=timezone.now())


def test_numbers_tokens_and_return_paths_of_before_are_known(settings: Any, tmp_path: Path) -> None:
    settings.BOUNCE_DOMAIN = "back.court.example"
    petition_id = Petition().public_id
    path, number, token = return_path(petition_id), number_index("15-1/2026"), keys.token_hmac("secret")
    lasting = keys.lasting_index("a", "b")
    use(settings, tmp_path, now=2, before=1)
    assert notice_named(path) == petition_id
    assert number in numbers_asked("15 1 2026")
    assert token in keys.token_hmacs("secret")
    assert keys.is_token("secret", token)
    assert not keys.is_token("another", token)
    assert keys.lasting_index("a", "b") == lasting
    use(settings, tmp_path, now=2)
    assert notice_named(path) is None
    assert keys.lasting_index("a", "b") != lasting


def test_a_set_taken_before_opens_while_its_key_is_named(settings: Any, tmp_path: Path) -> None:
    needed = facts.NeededKeys(note="", key_encryption_keys={}, index_key=facts.key_check(index_key()))
    manifest: Any = type("Taken", (Manifest,), {"__init__": lambda self: None})()
    object.__setattr__(manifest, "keys", needed)
    use(settings, tmp_path, now=2, before=1)
    refuse_other_keys(manifest)
    use(settings, tmp_path, now=2)
    with pytest.raises(BackupError, match="index key here is another"):
        refuse_other_keys(manifest)
