"""GOST 34.10-2015 and Streebog under the Kazakh object identifiers. The mathematics is gostcrypto's; here are byte orders."""

from __future__ import annotations

from typing import Any

from asn1crypto import core
from gostcrypto import gosthash, gostsignature

from courtcase.signatures.verdicts import CannotTell, Invalid

SIGNATURE_256 = "1.2.398.3.10.1.1.2.3.1"
SIGNATURE_512 = "1.2.398.3.10.1.1.2.3.2"
KEYS = "1.2.398.3.10.1.1.2.2"
STREEBOG = {"1.2.398.3.10.1.3.2": 256, "1.2.398.3.10.1.3.3": 512}
# GOST 34.310-2004 with GOST 34.11-95: not issued any more, and no library we may use has it.
OBSOLETE = "1.2.398.3.10.1.1.1"
CURVES: dict[str, dict[str, int]] = gostsignature.CURVES_R_1323565_1_024_2019


class Algorithm(core.Sequence):
    """An AlgorithmIdentifier whose parameters nobody interprets."""

    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class KeyInfo(core.Sequence):
    """A SubjectPublicKeyInfo of an algorithm asn1crypto does not know."""

    _fields = [("algorithm", Algorithm), ("public_key", core.BitString)]


def is_gost(oid: str) -> bool:
    """Say whether `oid` is a signature or a key of GOST 34.10-2015."""
    return oid in {SIGNATURE_256, SIGNATURE_512} or is_gost_key(oid)


def is_gost_key(oid: str) -> bool:
    """Say whether `oid` stands in the arc of keys."""
    return oid == KEYS or oid.startswith(f"{KEYS}.")


def is_obsolete(oid: str) -> bool:
    """Say whether `oid` is of the obsolete GOST 34.310-2004."""
    return oid == OBSOLETE or oid.startswith(f"{OBSOLETE}.")


def streebog(data: bytes, *, bits: int) -> bytes:
    """Return the Streebog digest (GOST R 34.11-2012) of `data`, of 256 or 512 bits."""
    return bytes(gosthash.new(f"streebog{bits}", data=bytearray(data)).digest())


def public_point(key_info: bytes) -> tuple[int, int, int]:
    """Return size (32 or 64 bytes), x and y of a public key: x ‖ y, little-endian, bare or in an OCTET STRING (RFC 9215 §4.3)."""
    raw = KeyInfo.load(key_info, strict=True)["public_key"].cast(core.OctetBitString).native
    for size, head in ((32, b"\x04\x40"), (64, b"\x04\x81\x80")):
        if len(raw) == len(head) + 2 * size and raw.startswith(head):
            raw = raw[len(head) :]
        if len(raw) == 2 * size:
            return size, int.from_bytes(raw[:size], "little"), int.from_bytes(raw[size:], "little")
    raise CannotTell("unsupported_algorithm")


def curve_of(size: int, x: int, y: int) -> dict[str, int]:
    """Return the standard curve of this size on which the point lies. Raises CannotTell where it lies on none.

    The Kazakh parameter identifiers name no curve we could look up, and a point lies on one of them alone.
    """
    for curve in CURVES.values():
        p = curve["p"]
        fits = (p.bit_length() + 7) // 8 == size and x < p and y < p
        if fits and (y * y - x * x * x - curve["a"] * x - curve["b"]) % p == 0:
            return curve
    raise CannotTell("unsupported_algorithm")


def require_signature(*, key_info: bytes, signature: bytes, data: bytes) -> str:
    """Return the algorithm's name where `signature` of `data` fits the key; raises Invalid, CannotTell.

    The signature is s ‖ r, big-endian (RFC 9215 §2); the digest is read as a little-endian integer.
    """
    size, x, y = public_point(key_info)
    curve = curve_of(size, x, y)
    if len(signature) != 2 * size:
        raise Invalid("bad_signature")
    point = bytearray(x.to_bytes(size, "big") + y.to_bytes(size, "big"))
    turned = bytearray(signature[size:] + signature[:size])
    digest = bytearray(reversed(streebog(data, bits=size * 8)))
    checker: Any = gostsignature.new(gostsignature.MODE_256 if size == 32 else gostsignature.MODE_512, curve)
    if not checker.verify(point, digest, turned):
        raise Invalid("bad_signature")
    return f"GOST 34.10-2015 {size * 8}"
