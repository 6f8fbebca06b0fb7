"""Envelope encryption: what opens, and everything that must not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from courtcase.keys import operations as keys
from courtcase.keys.files import UnknownKey, current_key
from courtcase.keys.models import DataKey
from courtcase.keys.operations import SealBroken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("use_keys")]
UseKeys = Callable[..., None]
WORDS = {"петиция": "Өтініш", "iin": "880101300123", "n": [1, 2.5, None, True]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
def test_what_is_sealed_opens(value: Any) -> None:
    data_key = keys.new_data_key()
    assert keys.open_json(data_key, keys.seal_json(data_key, value)) == value


def test_bytes_open_and_lone_surrogates_survive() -> None:
    data_key = keys.new_data_key()
    assert keys.decrypt(keys.encrypt(b"", data_key=data_key), data_key=data_key) == b""
    assert keys.open_json(data_key, memoryview(keys.seal_json(data_key, "\ud800"))) == "\ud800"  # type: ignore[arg-type]


def test_the_row_read_back_opens_it() -> None:
    data_key = keys.new_data_key()
    blob = keys.seal_json(data_key, WORDS)
    keys.plain_key.cache_clear()
    assert keys.open_json(DataKey.objects.get(pk=data_key.pk), blob) == WORDS


def test_equal_words_are_never_sealed_alike() -> None:
    data_key = keys.new_data_key()
    assert len({keys.seal_json(data_key, WORDS) for _ in range(50)}) == 50


def test_nothing_of_the_words_is_in_what_is_stored() -> None:
    data_key = keys.new_data_key()
    assert b"880101300123" not in keys.seal_json(data_key, WORDS)
    assert keys.plain_key(bytes(data_key.wrapped), data_key.uuid, data_key.kek_id) not in bytes(data_key.wrapped)


def test_every_changed_byte_is_noticed() -> None:
    data_key = keys.new_data_key()
    blob = keys.encrypt(b"words", data_key=data_key)
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            keys.decrypt(bytes(changed), data_key=data_key)
    for cut in range(len(blob)):
        with pytest.raises(SealBroken):
            keys.decrypt(blob[:cut], data_key=data_key)


def test_another_data_key_does_not_open() -> None:
    first, second = keys.new_data_key(), keys.new_data_key()
    with pytest.raises(SealBroken):
        keys.open_json(second, keys.seal_json(first, WORDS))


def test_another_purpose_does_not_open() -> None:
    data_key = keys.new_data_key()
    blob = keys.seal_json(data_key, WORDS, purpose="version:1")
    assert keys.open_json(data_key, blob, purpose="version:1") == WORDS
    with pytest.raises(SealBroken):
        keys.open_json(data_key, blob, purpose="version:2")


def test_wrapped_keys_that_changed_rows_do_not_open() -> None:
    first, second = keys.new_data_key(), keys.new_data_key()
    blob = keys.seal_json(first, WORDS)
    first.wrapped, second.wrapped = second.wrapped, first.wrapped
    with pytest.raises(SealBroken):
        keys.open_json(first, blob)


def test_a_wrong_key_file_does_not_open(use_keys: UseKeys, settings: Any) -> None:
    data_key = keys.new_data_key()
    blob = keys.seal_json(data_key, WORDS)
    use_keys("other")
    with pytest.raises(UnknownKey, match="'first'"):
        keys.open_json(data_key, blob)
    settings.KEY_FILES = ["first=" + settings.KEY_FILES[0]]  # another key under the old name
    keys.plain_key.cache_clear()
    from courtcase.keys.files import forget_keys

    forget_keys()
    with pytest.raises(SealBroken):
        keys.open_json(data_key, blob)


def test_no_secret_in_words_about_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    data_key = keys.new_data_key()
    blob = keys.seal_json(data_key, WORDS)
    with pytest.raises(SealBroken) as refused:
        keys.open_json(data_key, blob[:-1] + bytes([blob[-1] ^ 1]))
    secret = keys.plain_key(bytes(data_key.wrapped), data_key.uuid, data_key.kek_id)
    said = " ".join([repr(data_key), str(data_key), repr(current_key()), repr(refused.value), caplog.text])
    for hidden in ("880101300123", repr(secret), secret.hex(), repr(current_key().secret), current_key().secret.hex()):
        assert hidden not in said


def test_remembered_keys_are_bounded() -> None:
    assert keys.plain_key.cache_info().maxsize == keys.REMEMBERED_KEYS


def test_a_blind_index_finds_equal_values_of_one_purpose() -> None:
    assert keys.blind_index("880101300123", "a") == keys.blind_index("880101300123", "a")
    assert keys.blind_index("880101300123", "a") != keys.blind_index("880101300123", "b")
    assert keys.blind_index("880101300123", "a") != keys.blind_index("880101300124", "a")
    assert len(keys.blind_index("", "a")) == 32


def test_a_blind_index_outlives_a_rotation_and_hangs_on_its_own_key(use_keys: UseKeys, settings: Any) -> None:
    before = keys.blind_index("880101300123", "a")
    use_keys("second", "first")
    assert keys.blind_index("880101300123", "a") == before
    settings.INDEX_KEY_FILE = settings.KEY_FILES[0]
    from courtcase.keys.files import forget_keys

    forget_keys()
    assert keys.blind_index("880101300123", "a") != before


def test_codes_are_compared_by_their_digest() -> None:
    digest = keys.code_hmac("7Q4M-K2XA-9PTR-W0CN")
    assert keys.is_code("7Q4M-K2XA-9PTR-W0CN", digest)
    assert keys.is_code("7Q4M-K2XA-9PTR-W0CN", memoryview(digest))
    assert not keys.is_code("7Q4M-K2XA-9PTR-W0CP", digest)
    assert not keys.is_code("7Q4M-K2XA-9PTR-W0CN", None)
    assert digest != keys.blind_index("7Q4M-K2XA-9PTR-W0CN", "code")
