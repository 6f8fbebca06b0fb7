"""An authority of the tests' own: keys of each kind, certificates, lists of revoked ones, and containers signed with them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import algos, cms, core, crl, keys, tsp, x509  # noqa: F401 - tsp teaches cms the attribute signing_certificate_v2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from gostcrypto import gostsignature

from courtcase.signatures.gost import CURVES, SIGNATURE_256, SIGNATURE_512, Algorithm, KeyInfo, streebog

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
CURVE_512 = "id-tc26-gost-3410-12-512-paramSetA"
CURVE_256 = "id-tc26-gost-3410-2012-256-paramSetB"


@dataclass(frozen=True)
class Key:
    """A key pair that signs in one way; `digest` is the digest of a container it signs."""

    public: bytes
    algorithm: Callable[[], algos.SignedDigestAlgorithm]
    digest: str
    sign: Callable[[bytes], bytes]


def spki(key: Any) -> bytes:
    return bytes(
        key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def named(name: str) -> Callable[[], algos.SignedDigestAlgorithm]:
    return lambda: algos.SignedDigestAlgorithm({"algorithm": name})


@cache
def rsa_key(number: int = 0, *, digest: str = "sha256", bits: int = 2048) -> Key:
    """Return an RSA key that signs by PKCS #1 v1.5."""
    pair = rsa.generate_private_key(65537, bits)
    chosen = getattr(hashes, digest.upper())()
    return Key(spki(pair), named(f"{digest}_rsa"), digest, lambda data: pair.sign(data, padding.PKCS1v15(), chosen))


@cache
def pss_key(digest: str = "sha256") -> Key:
    """Return an RSA key that signs by PSS."""
    pair = rsa.generate_private_key(65537, 2048)
    chosen = getattr(hashes, digest.upper())()
    scheme = padding.PSS(mgf=padding.MGF1(chosen), salt_length=chosen.digest_size)
    parameters = {
        "hash_algorithm": {"algorithm": digest},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": digest}},
        "salt_length": chosen.digest_size,
    }
    algorithm = lambda: algos.SignedDigestAlgorithm(  # noqa: E731
        {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)}
    )
    return Key(spki(pair), algorithm, digest, lambda data: pair.sign(data, scheme, chosen))


@cache
def ec_key(digest: str = "sha256") -> Key:
    """Return a key on P-256."""
    pair = ec.generate_private_key(ec.SECP256R1())
    chosen = getattr(hashes, digest.upper())()
    return Key(spki(pair), named(f"{digest}_ecdsa"), digest, lambda data: pair.sign(data, ec.ECDSA(chosen)))


@cache
def gost_key(bits: int, number: int = 0) -> Key:
    """Return a key of GOST 34.10-2015 under the Kazakh identifiers, in the byte orders the authority uses."""
    size = bits // 8
    mode = gostsignature.MODE_512 if bits == 512 else gostsignature.MODE_256
    curve = CURVES[CURVE_512 if bits == 512 else CURVE_256]
    private = secrets.randbelow(curve["q"] - 2) + 1
    point = bytes(gostsignature.new(mode, curve).public_key_generate(bytearray(private.to_bytes(size, "big"))))
    octets = point[:size][::-1] + point[size:][::-1]
    oid = SIGNATURE_512 if bits == 512 else SIGNATURE_256
    info = KeyInfo(
        {
            "algorithm": Algorithm({"algorithm": f"1.2.398.3.10.1.1.2.2.{1 if bits == 256 else 2}"}),
            "public_key": core.BitString.load(core.OctetBitString(core.OctetString(octets).dump()).dump()),
        }
    )

    def sign(data: bytes) -> bytes:
        digest = bytearray(reversed(streebog(data, bits=bits)))
        made = gostsignature.new(mode, curve).sign(bytearray(private.to_bytes(size, "big")), digest)
        return bytes(made[size:] + made[:size])

    return Key(info.dump(), named(oid), "1.2.398.3.10.1.3.3" if bits == 512 else "1.2.398.3.10.1.3.2", sign)


@dataclass
class Holder:
    """A certificate with its key, and who issued it."""

    key: Key
    certificate: x509.Certificate
    issuer: Holder | None = None


@dataclass
class Wish:
    """What a certificate should be like, where it is not like others."""

    name: str = "Үлгі Мысалқызы"
    iin: str = "850101300015"
    bin: str = ""
    since: datetime = NOW - YEAR
    until: datetime = NOW + YEAR
    is_authority: bool = False
    longest: int | None = None
    usages: frozenset[str] = frozenset({"digital_signature", "non_repudiation"})
    purposes: tuple[str, ...] = ("email_protection", "1.2.398.3.3.4.1.1")
    critical: tuple[str, ...] = field(default=())


def issue(key: Key, wish: Wish, *, issuer: Holder | None = None) -> Holder:
    """Return a certificate for `key`; self-signed where nobody issues it."""
    subject: dict[str, Any] = {"common_name": wish.name}
    if wish.iin:
        subject["serial_number"] = f"IIN{wish.iin}"
    if wish.bin:
        subject["organizational_unit_name"] = f"BIN{wish.bin}"
    extensions: list[dict[str, Any]] = [
        {"extn_id": "key_identifier", "extn_value": hashlib.sha256(key.public).digest()[:20]},
        {"extn_id": "key_usage", "critical": True, "extn_value": set(wish.usages)},
    ]
    if wish.is_authority:
        limits = {"ca": True} | ({} if wish.longest is None else {"path_len_constraint": wish.longest})
        extensions.append({"extn_id": "basic_constraints", "critical": True, "extn_value": limits})
    elif wish.purposes:
        extensions.append({"extn_id": "extended_key_usage", "extn_value": list(wish.purposes)})
    for oid in wish.critical:
        extensions.append({"extn_id": oid, "critical": True, "extn_value": core.ParsableOctetString(b"\x05\x00")})
    signer = issuer.key if issuer else key
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(120) + 1,
            "signature": signer.algorithm(),
            "issuer": issuer.certificate.subject if issuer else x509.Name.build(subject),
            "validity": {
                "not_before": x509.Time({"utc_time": wish.since}),
                "not_after": x509.Time({"utc_time": wish.until}),
            },
            "subject": x509.Name.build(subject),
            "subject_public_key_info": keys.PublicKeyInfo.load(key.public),
            "extensions": extensions,
        }
    )
    made = x509.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": signer.algorithm(),
            "signature_value": signer.sign(body.dump()),
        }
    )
    return Holder(key, x509.Certificate.load(made.dump(), strict=True), issuer)


def authority(key: Key, *, issuer: Holder | None = None, name: str = "Test authority", **wishes: Any) -> Holder:
    """Return an authority."""
    usages = frozenset({"key_cert_sign", "crl_sign"})
    return issue(key, Wish(name=name, iin="", is_authority=True, **{"usages": usages, **wishes}), issuer=issuer)


def revocation_list(
    issuer: Holder,
    *revoked: Holder,
    since: datetime = NOW - timedelta(days=1),
    until: datetime = NOW + timedelta(days=1),
) -> crl.CertificateList:
    """Return the issuer's list with the revoked certificates."""
    entries = [
        {"user_certificate": one.certificate.serial_number, "revocation_date": x509.Time({"utc_time": since})}
        for one in revoked
    ]
    body = crl.TbsCertList(
        {
            "version": "v2",
            "signature": issuer.key.algorithm(),
            "issuer": issuer.certificate.subject,
            "this_update": x509.Time({"utc_time": since}),
            "next_update": x509.Time({"utc_time": until}),
            **({"revoked_certificates": entries} if entries else {}),
        }
    )
    made = crl.CertificateList(
        {
            "tbs_cert_list": body,
            "signature_algorithm": issuer.key.algorithm(),
            "signature": issuer.key.sign(body.dump()),
        }
    )
    return crl.CertificateList.load(made.dump())


def digest(name: str, data: bytes) -> bytes:
    """Return the digest a container carries."""
    bits = {"1.2.398.3.10.1.3.2": 256, "1.2.398.3.10.1.3.3": 512}.get(name)
    return streebog(data, bits=bits) if bits else hashlib.new(name, data).digest()


def signer_info(
    holder: Holder, content: bytes, *, bare: bool = False, attributes: dict[str, Any] | None = None
) -> cms.SignerInfo:
    """Return one signer of a container; `attributes` replace what is signed, None takes one away; `bare` signs without any."""
    values: dict[str, Any] = {
        "content_type": "data",
        "message_digest": digest(holder.key.digest, content),
        "signing_certificate_v2": {
            "certs": [
                {
                    "hash_algorithm": {"algorithm": "sha256"},
                    "cert_hash": hashlib.sha256(holder.certificate.dump()).digest(),
                }
            ]
        },
        **(attributes or {}),
    }
    signed = cms.CMSAttributes(
        [{"type": name, "values": [value]} for name, value in values.items() if value is not None]
    )
    made: dict[str, Any] = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {
                "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                    {"issuer": holder.certificate.issuer, "serial_number": holder.certificate.serial_number}
                )
            }
        ),
        "digest_algorithm": {"algorithm": holder.key.digest},
        "signature_algorithm": holder.key.algorithm(),
        "signature": holder.key.sign(content if bare else signed.dump()),
    }
    if not bare:
        made["signed_attrs"] = cms.CMSAttributes.load(signed.dump())
    return cms.SignerInfo(made)


def container(content: bytes, *holders: Holder, attached: bytes | None = None, **wishes: Any) -> bytes:
    """Return a container of `content` signed by the holders, with their certificates and those above, roots left out."""
    certificates: dict[bytes, x509.Certificate] = {}
    for one in holders:
        link: Holder | None = one
        while link is not None and link.issuer is not None:
            certificates[link.certificate.dump()] = link.certificate
            link = link.issuer
    carried: dict[str, Any] = {"content_type": "data"}
    if attached is not None:
        carried["content"] = attached
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": name} for name in dict.fromkeys(one.key.digest for one in holders)],
            "encap_content_info": carried,
            "certificates": list(certificates.values()),
            "signer_infos": [signer_info(one, content, **wishes) for one in holders],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
