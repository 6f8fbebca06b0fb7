"""A set is told whole by its manifest alone: what is cut short, altered or foreign is never taken for a backup."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from courtcase.backup import sets
from courtcase.backup.manifest import (
    BackupError,
    DocumentSummary,
    Manifest,
    NeededKeys,
    RegisterState,
    from_json,
    to_json,
)
from courtcase.backup.queries import newest_set

AT = datetime(2026, 11, 2, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.BACKUP_DIR = tmp_path / "Көшірмелер и копии"
    return settings.BACKUP_DIR


def manifest(finished_at: datetime = AT, mode: str = "test") -> Manifest:
    """Return the manifest of a set with nothing in it."""
    return Manifest(
        mode=mode,
        application_version="0.1.0",
        application_commit="",
        migrations={"petitions": ["0001_initial"]},
        server_version="18.4",
        dumped_with=18,
        began_at=finished_at - timedelta(seconds=3),
        finished_at=finished_at,
        rows={"petitions_petition": 0},
        documents=DocumentSummary(count=0, bytes=0, removed=0, lost=0),
        keys=NeededKeys(note="", key_encryption_keys={"kek-1": "ab"}, index_key="cd"),
        register=RegisterState(entries=0, root="00", waiting=0),
        parts={},
    )


def make(finished_at: datetime = AT, mode: str = "test") -> Path:
    """Make a set with one part."""
    made = sets.new_folder(sets.set_name(mode, finished_at))
    sets.write_synced(made / sets.DATABASE, b"a dump")
    parts = {sets.DATABASE: sets.part_of(made / sets.DATABASE)}
    return sets.put_in_place(made, replace(manifest(finished_at, mode), parts=parts))


def test_a_manifest_reads_back_as_it_was_written() -> None:
    assert from_json(to_json(manifest())) == manifest()


def test_every_altered_byte_of_a_manifest_is_noticed() -> None:
    facts = json.loads(to_json(manifest()))
    for name in facts:
        with pytest.raises(BackupError):
            from_json(json.dumps({**facts, name: "other"}))
        with pytest.raises(BackupError):
            from_json(json.dumps({key: value for key, value in facts.items() if key != name}))


def test_a_manifest_cut_anywhere_is_refused() -> None:
    text = to_json(manifest()).rstrip()
    for length in range(0, len(text), 41):
        with pytest.raises(BackupError, match="cut short"):
            from_json(text[:length])


def test_two_sets_of_one_second_have_two_names() -> None:
    assert make(AT).name != make(AT).name


def test_sets_are_private(folder: Path) -> None:
    made = make()
    assert {path.stat().st_mode & 0o777 for path in (folder, made, made / sets.FILES)} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in made.iterdir() if path.is_file()} == {0o600}


def test_where_there_is_no_set_there_is_no_newest() -> None:
    assert newest_set() is None


def test_the_newest_is_the_one_finished_last_in_this_mode() -> None:
    make(AT - timedelta(days=1))
    made = make(AT)
    make(AT + timedelta(days=1), mode="demo")
    found = newest_set()
    assert found is not None
    assert (found.name, found.finished_at, found.verified) == (made.name, AT, True)


def test_what_was_never_finished_is_no_set(folder: Path) -> None:
    sets.new_folder(sets.set_name("test", AT))
    (folder / "something else").mkdir()
    assert newest_set() is None
    with pytest.raises(BackupError, match="never finished"):
        sets.read_manifest(folder / (sets.TAKING + sets.set_name("test", AT)))


def test_a_part_cut_short_is_not_verified() -> None:
    made = make()
    (made / sets.DATABASE).write_bytes(b"a du")
    found = newest_set()
    assert found is not None
    assert not found.verified
    assert sets.lacking(made, sets.read_manifest(made)) == [
        "database.dump holds 4 bytes, not 6: it was cut short or altered."
    ]


def test_a_check_that_failed_is_remembered() -> None:
    made = make()
    facts = {"whole": False, "checked_at": (AT + timedelta(hours=1)).isoformat()}
    sets.write_synced(made / sets.CHECKED, json.dumps(facts).encode())
    found = newest_set()
    assert found is not None
    assert (found.verified, found.checked_at) == (False, AT + timedelta(hours=1))


def test_the_oldest_are_pruned_and_other_modes_left_alone(folder: Path) -> None:
    days = [make(AT - timedelta(days=number)).name for number in range(4)]
    other = make(AT - timedelta(days=9), mode="demo").name
    assert sorted(sets.prune(keep=2, mode="test")) == sorted(days[2:])
    assert sorted(path.name for path in folder.iterdir()) == sorted([*days[:2], other])


def test_what_outlives_its_period_is_removed_but_never_the_newest(folder: Path) -> None:
    days = [make(AT - timedelta(days=number)).name for number in (0, 10, 20, 30)]
    other = make(AT - timedelta(days=40), mode="demo").name
    before = AT - timedelta(days=15)
    assert sorted(sets.prune_outlived(before=before, mode="test")) == sorted(days[2:])
    assert sorted(path.name for path in folder.iterdir()) == sorted([*days[:2], other])
    assert sets.prune_outlived(before=AT + timedelta(days=1), mode="test") == days[1:2]


def test_what_killed_backups_left_is_removed_after_a_day() -> None:
    left = sets.new_folder(sets.set_name("test", AT))
    assert sets.remove_leftovers(at=datetime.now(UTC)) == 0
    assert sets.remove_leftovers(at=datetime.now(UTC) + timedelta(days=2)) == 1
    assert not left.exists()


def test_a_folder_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    settings.BACKUP_DIR = tmp_path / "a file" / "backups"
    with pytest.raises(BackupError, match="COURTCASE_BACKUP_DIR"):
        sets.new_folder("any")
