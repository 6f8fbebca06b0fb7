"""Envelope encryption and blind indexes: what is written about people is sealed, what finds it is a keyed digest."""

from __future__ import annotations

import hmac
import json
import os
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from courtcase.keys.files import KeyFile, current_key, index_key, key_by_id
from courtcase.keys.models import DataKey

NONCE_BYTES = 12


class SealBroken(Exception):
    """The bytes cannot be opened: another key, another row, or somebody changed them."""


def new_data_key(*, at: datetime | None = None) -> DataKey:
    """Make a data key, wrap it under the current key-encryption key, and store it."""
    kek = current_key()
    return DataKey.objects.create(
        kek_id=kek.id, wrapped=wrap(os.urandom(32), kek), created_at=at or timezone.now()
    )


def wrap(plain: bytes, kek: KeyFile) -> bytes:
    """Return key bytes encrypted under `kek`, which the ciphertext names."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(kek.secret).encrypt(nonce, plain, b"data-key:" + kek.id.encode())


def unwrap(wrapped: bytes, kek_id: str) -> bytes:
    """Return the bytes of a wrapped key; raises SealBroken, or KeyError where the key file is not there."""
    kek = key_by_id(kek_id)
    try:
        return AESGCM(kek.secret).decrypt(
            wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], b"data-key:" + kek.id.encode()
        )
    except InvalidTag:
        raise SealBroken("a data key does not open") from None


@lru_cache(maxsize=512)
def plain_key(key_id: int, wrapped: bytes, kek_id: str) -> bytes:
    """Return the bytes of a stored data key, remembered for the last few hundred."""
    return unwrap(wrapped, kek_id)


def encrypt(plaintext: bytes, *, data_key: DataKey) -> bytes:
    """Return `plaintext` sealed under `data_key`: nonce and AES-256-GCM ciphertext bound to the key's row."""
    nonce = os.urandom(NONCE_BYTES)
    secret = plain_key(data_key.pk, bytes(data_key.wrapped), data_key.kek_id)
    return nonce + AESGCM(secret).encrypt(nonce, plaintext, b"content:%d" % data_key.pk)


def decrypt(sealed: bytes, *, data_key: DataKey) -> bytes:
    """Return what `encrypt` sealed; raises SealBroken for other bytes, another key or another row."""
    secret = plain_key(data_key.pk, bytes(data_key.wrapped), data_key.kek_id)
    try:
        return AESGCM(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], b"content:%d" % data_key.pk)
    except InvalidTag:
        raise SealBroken("content does not open") from None


def seal_json(data_key: DataKey, value: Any) -> bytes:
    """Return `value` as JSON, sealed under `data_key`."""
    return encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), data_key=data_key)


def open_json(data_key: DataKey, sealed: bytes) -> Any:
    """Return what `seal_json` sealed; raises SealBroken."""
    return json.loads(decrypt(sealed, data_key=data_key))


@lru_cache(maxsize=32)
def derived(purpose: str, index_secret: bytes) -> bytes:
    """Return the key of one blind index or code, derived by HKDF from the index key."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(index_secret)


def blind_index(value: str, purpose: str) -> bytes:
    """Return a keyed digest by which equal values of one `purpose` are found without being stored."""
    return hmac.digest(derived("index:" + purpose, index_key()), value.encode(), sha256)


def code_hmac(code: str) -> bytes:
    """Return the keyed digest under which a receipt or draft code is stored; compare with hmac.compare_digest."""
    return hmac.digest(derived("code", index_key()), code.encode(), sha256)
