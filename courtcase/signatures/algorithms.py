"""Digests and signatures of every algorithm that is verified here: RSA and ECDSA by cryptography, GOST by gost.py."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from asn1crypto import algos, cms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from courtcase.signatures import gost
from courtcase.signatures.verdicts import CannotTell, Invalid

HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
OBSOLETE_DIGESTS = frozenset({"md2", "md5", "sha1", "sha224"})
LEAST_RSA_BITS = 2048
LEAST_CURVE_BITS = 256


def digest_of(algorithm: algos.DigestAlgorithm, data: bytes) -> bytes:
    """Return the digest of `data`; raises Invalid for an obsolete algorithm and CannotTell for an unknown one."""
    oid, name = algorithm["algorithm"].dotted, algorithm["algorithm"].native
    require_current(oid, name)
    require_plain(algorithm)
    if oid in gost.STREEBOG:
        return gost.streebog(data, bits=gost.STREEBOG[oid])
    if name not in HASHES:
        raise CannotTell("unsupported_algorithm")
    return hashlib.new(name, data).digest()


def require_current(oid: str, name: str) -> None:
    """Raise Invalid for an algorithm that was given up."""
    if gost.is_obsolete(oid) or name in OBSOLETE_DIGESTS or str(name).partition("_")[0] in OBSOLETE_DIGESTS:
        raise Invalid("obsolete_algorithm")


def require_plain(algorithm: algos.DigestAlgorithm | cms.SignedDigestAlgorithm) -> None:
    """Raise Invalid where an algorithm that takes no parameters has some: what nobody reads nobody may change."""
    if algorithm["parameters"].dump() not in {b"", b"\x05\x00"}:
        raise Invalid("bad_attributes")


def require_signature(
    *,
    key_info: bytes,
    algorithm: cms.SignedDigestAlgorithm,
    signature: bytes,
    data: bytes,
    digest: str = "",
) -> str:
    """Return the name of the algorithm where `signature` of `data` fits the key. Raises Invalid, CannotTell.

    `digest` names the digest where the signature's algorithm does not (plain RSA or ECDSA in a CMS).
    """
    oid, name = algorithm["algorithm"].dotted, str(algorithm["algorithm"].native)
    require_current(oid, name)
    if name != "rsassa_pss":
        require_plain(algorithm)
    if gost.is_gost(oid):
        return gost.require_signature(key_info=key_info, signature=signature, data=data)
    try:
        key = serialization.load_der_public_key(key_info)
        return require_common(key=key, algorithm=algorithm, signature=signature, data=data, digest=digest)
    except InvalidSignature:
        raise Invalid("bad_signature") from None
    except UnsupportedAlgorithm:
        raise CannotTell("unsupported_algorithm") from None
    except ValueError:
        raise Invalid("bad_signature") from None


def require_common(
    *, key: object, algorithm: cms.SignedDigestAlgorithm, signature: bytes, data: bytes, digest: str
) -> str:
    """Do what `require_signature` says for RSA and ECDSA; raises cryptography's errors too."""
    kind = algorithm.signature_algo
    scheme: padding.PSS | padding.PKCS1v15 = padding.PKCS1v15()
    if kind == "rsassa_pss":
        parameters = algorithm["parameters"]
        chosen, scheme = pss_of(parameters)
    else:
        chosen = hash_named(
            digest if algorithm["algorithm"].native in {"rsassa_pkcs1v15", "ecdsa"} else algorithm.hash_algo
        )
    if digest and chosen.name != digest:
        raise Invalid("bad_attributes")
    if isinstance(key, rsa.RSAPublicKey) and kind in {"rsassa_pss", "rsassa_pkcs1v15"}:
        if key.key_size < LEAST_RSA_BITS:
            raise Invalid("obsolete_algorithm")
        key.verify(signature, data, scheme, chosen)
        return f"RSA{'-PSS' if kind == 'rsassa_pss' else ''} {key.key_size} {chosen.name}"
    if isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
        if key.curve.key_size < LEAST_CURVE_BITS:
            raise Invalid("obsolete_algorithm")
        key.verify(signature, data, ec.ECDSA(chosen))
        return f"ECDSA {key.curve.name} {chosen.name}"
    raise CannotTell("unsupported_algorithm")


def pss_of(parameters: algos.RSASSAPSSParams) -> tuple[hashes.HashAlgorithm, padding.PSS]:
    """Return the hash and the padding RSASSA-PSS parameters name."""
    chosen = hash_named(parameters["hash_algorithm"]["algorithm"].native)
    mask = parameters["mask_gen_algorithm"]
    if mask["algorithm"].native != "mgf1" or parameters["trailer_field"].native != "trailer_field_bc":
        raise CannotTell("unsupported_algorithm")
    inner = hash_named(mask["parameters"]["algorithm"].native)
    return chosen, padding.PSS(mgf=padding.MGF1(inner), salt_length=int(parameters["salt_length"].native))


def hash_named(name: str) -> hashes.HashAlgorithm:
    """Return the hash called `name`; raises Invalid for an obsolete one, CannotTell for an unknown one."""
    if name in OBSOLETE_DIGESTS:
        raise Invalid("obsolete_algorithm")
    if name not in HASHES:
        raise CannotTell("unsupported_algorithm")
    return HASHES[name]()
