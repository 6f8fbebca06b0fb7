"""`rotate_keys`: every data key comes under the current key-encryption key, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from courtcase.keys import operations as keys
from courtcase.keys.files import UnknownKey
from courtcase.keys.models import DataKey

pytestmark = pytest.mark.django_db
UseKeys = Callable[..., None]


@pytest.fixture
def sealed(use_keys: UseKeys) -> list[tuple[DataKey, bytes]]:
    """Return five data keys with words sealed under each."""
    made = [keys.new_data_key() for _ in range(5)]
    return [(data_key, keys.seal_json(data_key, {"number": data_key.pk})) for data_key in made]


def read_all(sealed: list[tuple[DataKey, bytes]]) -> bool:
    """Say whether all that was sealed opens with the rows as they are now."""
    keys.plain_key.cache_clear()
    return all(
        keys.open_json(DataKey.objects.get(pk=data_key.pk), blob) == {"number": data_key.pk}
        for data_key, blob in sealed
    )


def test_all_keys_come_under_the_current_one(
    sealed: list[tuple[DataKey, bytes]], use_keys: UseKeys, capsys: pytest.CaptureFixture[str]
) -> None:
    use_keys("second", "first")
    call_command("rotate_keys", batch=2)
    assert set(DataKey.objects.values_list("kek_id", flat=True)) == {"second"}
    assert capsys.readouterr().out.splitlines() == [
        "2 of 5 data keys wrapped under second",
        "4 of 5 data keys wrapped under second",
        "5 of 5 data keys wrapped under second",
        "All data keys are wrapped under second; older key files may be put away.",
    ]
    use_keys("second")  # the old file is put away
    assert read_all(sealed)


def test_words_can_be_read_before_during_and_after(sealed: list[tuple[DataKey, bytes]], use_keys: UseKeys) -> None:
    use_keys("second", "first")
    assert read_all(sealed)
    assert keys.rewrap_batch(limit=2) == 2
    assert read_all(sealed)
    assert [keys.rewrap_batch(limit=2) for _ in range(3)] == [2, 1, 0]
    assert read_all(sealed)


def test_a_row_loaded_before_the_rotation_still_opens(sealed: list[tuple[DataKey, bytes]], use_keys: UseKeys) -> None:
    use_keys("second", "first")
    call_command("rotate_keys")
    data_key, blob = sealed[0]
    assert keys.open_json(data_key, blob) == {"number": data_key.pk}


def test_a_missing_old_key_stops_it_without_loss(sealed: list[tuple[DataKey, bytes]], use_keys: UseKeys) -> None:
    use_keys("second")
    with pytest.raises(
        CommandError, match="Stopped after 0 of 5 data keys: COURTCASE_KEY_FILES names no key called 'first'"
    ):
        call_command("rotate_keys")
    with pytest.raises(UnknownKey):
        read_all(sealed)
    use_keys("second", "first")
    call_command("rotate_keys")
    assert read_all(sealed)


def test_nothing_to_do(use_keys: UseKeys, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rotate_keys")
    assert capsys.readouterr().out.startswith("All data keys")
