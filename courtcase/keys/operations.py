"""Envelope encryption and blind indexes: what is written about people is sealed, what finds it is a keyed digest."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from courtcase.keys.files import KeyFile, current_key, index_key, index_keys, key_by_id, lasting_index_key
from courtcase.keys.models import DataKey
from courtcase.operations import operation

NONCE_BYTES = 12
KEY_BYTES = 32
FORMAT = b"\x01"  # the first byte of everything sealed, so that another cipher can follow one day
REMEMBERED_KEYS = 512


class SealBroken(Exception):
    """The bytes cannot be opened: another key, another row, another purpose, or somebody changed them."""


def new_data_key(*, at: datetime | None = None) -> DataKey:
    """Make a data key, wrap it under the current key-encryption key, store it and return its row.

    `at` is the aware instant of its making (now, when left out). One key serves one petition or case.
    """
    row = prepare_data_key(at=at)
    row.save(force_insert=True)
    return row


def prepare_data_key(*, at: datetime | None = None) -> DataKey:
    """Return a fresh data key as `new_data_key` would store it, unsaved."""
    kek = current_key()
    row = DataKey(kek_id=kek.id, created_at=at or timezone.now())
    row.wrapped = wrap(os.urandom(KEY_BYTES), uuid=row.uuid, kek=kek)
    return row


def wrap(secret: bytes, *, uuid: UUID, kek: KeyFile) -> bytes:
    """Return the key bytes of the row `uuid`, encrypted under `kek` and bound to both."""
    return sealed(secret, key=kek.secret, bound_to=wrapping_of(uuid, kek.id))


def unwrap(wrapped: bytes, *, uuid: UUID, kek_id: str) -> bytes:
    """Return the bytes of a wrapped key; raises SealBroken, or UnknownKey where the key file is not named any more."""
    return opened(wrapped, key=key_by_id(kek_id).secret, bound_to=wrapping_of(uuid, kek_id))


def wrapping_of(uuid: UUID, kek_id: str) -> bytes:
    """Return what the wrapping of a data key is bound to."""
    return f"courtcase:data-key:{kek_id}:{uuid}".encode()


@lru_cache(maxsize=REMEMBERED_KEYS)
def plain_key(wrapped: bytes, uuid: UUID, kek_id: str) -> bytes:
    """Return the bytes of a stored data key, remembered for the last few hundred."""
    return unwrap(wrapped, uuid=uuid, kek_id=kek_id)


def sealed(plaintext: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    """Return format byte, random nonce, AES-256-GCM ciphertext and tag; opening needs the same `bound_to`."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to)


def opened(blob: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    """Return what `sealed` sealed; raises SealBroken."""
    nonce, ciphertext = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    if blob[:1] != FORMAT or len(ciphertext) < 16:
        raise SealBroken("these bytes were never sealed here")
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bound_to)
    except InvalidTag:
        raise SealBroken("sealed bytes do not open") from None


def content_of(data_key: DataKey, purpose: str) -> bytes:
    """Return what content sealed under a data key is bound to: the row and the purpose."""
    return f"courtcase:content:{purpose}:{data_key.uuid}".encode()


def encrypt(plaintext: bytes, *, data_key: DataKey, purpose: str = "content") -> bytes:
    """Return `plaintext` sealed under `data_key`. It opens only with the same key row and the same `purpose`."""
    key = plain_key(bytes(data_key.wrapped), data_key.uuid, data_key.kek_id)
    return sealed(plaintext, key=key, bound_to=content_of(data_key, purpose))


def decrypt(blob: bytes, *, data_key: DataKey, purpose: str = "content") -> bytes:
    """Return what `encrypt` sealed; raises SealBroken for other bytes, another key, row or purpose."""
    key = plain_key(bytes(data_key.wrapped), data_key.uuid, data_key.kek_id)
    return opened(bytes(blob), key=key, bound_to=content_of(data_key, purpose))


def seal_json(data_key: DataKey, value: Any, *, purpose: str = "json") -> bytes:
    """Return `value` as JSON, sealed under `data_key` for `purpose`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return encrypt(text.encode("utf-8", "surrogatepass"), data_key=data_key, purpose=purpose)


def open_json(data_key: DataKey, blob: bytes, *, purpose: str = "json") -> Any:
    """Return what `seal_json` sealed for the same `purpose`; raises SealBroken."""
    return json.loads(decrypt(blob, data_key=data_key, purpose=purpose).decode("utf-8", "surrogatepass"))


def seal_passing(plaintext: bytes, purpose: str) -> bytes:
    """Return `plaintext` sealed for one `purpose`, for what belongs to no data key and is not kept for long: sessions."""
    return sealed(plaintext, key=derived(f"passing:{purpose}", index_key()), bound_to=passing_of(purpose))


def open_passing(blob: bytes, purpose: str) -> bytes:
    """Return what `seal_passing` sealed for the same `purpose`, under whichever index key; raises SealBroken."""
    *before, last = index_keys()
    for secret in before:
        with suppress(SealBroken):
            return opened(blob, key=derived(f"passing:{purpose}", secret), bound_to=passing_of(purpose))
    return opened(blob, key=derived(f"passing:{purpose}", last), bound_to=passing_of(purpose))


def passing_of(purpose: str) -> bytes:
    """Return what passing content is bound to."""
    return f"courtcase:passing:{purpose}".encode()


@lru_cache(maxsize=64)
def derived(purpose: str, secret: bytes) -> bytes:
    """Return the key of one purpose, derived from the index key by HKDF-SHA256."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"courtcase:{purpose}".encode()).derive(secret)


def blind_index(value: str, purpose: str, *, secret: bytes | None = None) -> bytes:
    """Return 32 bytes by which equal values of one `purpose` are found without being stored (HMAC-SHA256).

    Equal values of two purposes have different indexes. Normalise `value` first: a space more is another value. What is
    stored is under the current index key; `secret` is another of them.
    """
    return hmac.digest(derived(f"index:{purpose}", secret or index_key()), value.encode(), sha256)


def blind_indexes(value: str, purpose: str) -> list[bytes]:
    """Return every index under which a value may stand: under the current index key first, then under those before."""
    return [blind_index(value, purpose, secret=secret) for secret in index_keys()]


def lasting_index(value: str, purpose: str) -> bytes:
    """Return a blind index that stays while the oldest index key is named, for what can be compared with nothing stored.

    Such as the order in which small figures are hidden. What stands in a row is asked by `blind_indexes` instead.
    """
    return blind_index(value, purpose, secret=lasting_index_key())


def code_hmac(code: str, *, secret: bytes | None = None) -> bytes:
    """Return the 32 bytes under which a receipt code is stored; the code itself is stored nowhere.

    `code` must be in its printed form, as `receipt_code.generate` and `receipt_code.parse` return it.
    """
    return hmac.digest(derived("code", secret or index_key()), code.encode(), sha256)


def code_hmacs(code: str) -> list[bytes]:
    """Return every digest by which a receipt code is found: nobody but its holder knows it, so none can be written anew."""
    return [code_hmac(code, secret=secret) for secret in index_keys()]


def code_seeds(owner: str) -> list[bytes]:
    """Return 32 bytes from which the tracking code of `owner` is made: whoever lacks the index key cannot make it.

    For codes that a letter tells when it is rendered, which therefore are stored nowhere and still come out the same. New
    ones are made of the first; those made before another key came are of one of the others.
    """
    return [hmac.digest(derived("code-seed", secret), owner.encode(), sha256) for secret in index_keys()]


def token_hmac(token: str, *, secret: bytes | None = None) -> bytes:
    """Return the 32 bytes under which a program's token is stored; the token itself is stored nowhere."""
    return hmac.digest(derived("token", secret or index_key()), token.encode(), sha256)


def token_hmacs(token: str) -> list[bytes]:
    """Return every digest by which a token is found."""
    return [token_hmac(token, secret=secret) for secret in index_keys()]


def short_code_hmac(code: str, owner: str, *, secret: bytes | None = None) -> bytes:
    """Return the 32 bytes under which a short one-time code is stored: `owner` names what it is for, and whose it is.

    Six digits are guessed in no time by who has the index key; they are guarded by their short life and few tries.
    """
    return hmac.digest(derived("short-code", secret or index_key()), f"{owner}:{code}".encode(), sha256)


def short_code_hmacs(code: str, owner: str) -> list[bytes]:
    """Return every digest by which a short code is found."""
    return [short_code_hmac(code, owner, secret=secret) for secret in index_keys()]


def is_short_code(code: str, owner: str, digest: bytes | memoryview) -> bool:
    """Say, in the same time whatever the answer, whether `digest` is the one stored for the short code of `owner`."""
    return is_among(digest, short_code_hmacs(code, owner))


def is_code(code: str, digest: bytes | memoryview | None) -> bool:
    """Say, in the same time whatever the answer, whether `digest` is the one stored for `code`."""
    return is_among(digest, code_hmacs(code))


def is_token(token: str, digest: bytes | memoryview | None) -> bool:
    """Say, in the same time whatever the answer, whether `digest` is the one stored for `token`."""
    return is_among(digest, token_hmacs(token))


def is_among(digest: bytes | memoryview | None, known: Iterable[bytes]) -> bool:
    """Say whether a digest is one of those known; every one is compared, each in the same time."""
    return True in [hmac.compare_digest(one, bytes(digest or b"")) for one in known]


@operation
def shred_data_key(*, data_key: DataKey) -> None:
    """Put a fresh key in the place of a data key: nothing that was sealed with it can be opened again, by anybody."""
    fresh = prepare_data_key()
    locked = DataKey.objects.select_for_update().get(pk=data_key.pk)
    locked.kek_id = fresh.kek_id
    locked.wrapped = wrap(os.urandom(KEY_BYTES), uuid=locked.uuid, kek=current_key())
    locked.save(update_fields=["kek_id", "wrapped"])


@operation
def rewrap_batch(*, limit: int) -> int:
    """Wrap up to `limit` data keys of older key-encryption keys under the current one and return how many.

    What is sealed with them stays as it is. Rows that another process holds are left for the next call. Raises
    SealBroken or UnknownKey, and then changes none of the batch.
    """
    kek = current_key()
    rows = list(DataKey.objects.exclude(kek_id=kek.id).order_by("pk").select_for_update(skip_locked=True)[:limit])
    for row in rows:
        row.wrapped = wrap(unwrap(bytes(row.wrapped), uuid=row.uuid, kek_id=row.kek_id), uuid=row.uuid, kek=kek)
        row.kek_id = kek.id
    DataKey.objects.bulk_update(rows, ["wrapped", "kek_id"])
    return len(rows)
