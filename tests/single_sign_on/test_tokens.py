"""An ID token is believed only when the provider signed it, now, for us, in answer to our question."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.cache import cache

from courtcase.single_sign_on.provider import ProviderFailed, provider
from courtcase.single_sign_on.tokens import identity_of, together, verified

ISSUER = "https://login.court.example"
KEYS = ISSUER + "/keys"
OURS, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": ISSUER + "/authorize",
    "token_endpoint": ISSUER + "/token",
    "jwks_uri": KEYS,
}


@pytest.fixture(autouse=True)
def configured(settings: Any) -> None:
    """Keep what the provider says of itself, and its key, as if it had been asked a moment ago."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = ISSUER, "court", "between us"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tokens"}}
    cache.clear()
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OURS.public_key()))
    cache.set(f"oidc:metadata:{ISSUER}", METADATA, 600)
    cache.set(f"oidc:keys:{KEYS}", {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}, 600)
    cache.set(f"oidc:keys:{KEYS}:anew", 1, 600)  # nobody is asked anew


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    whole = {"iss": ISSUER, "sub": "7", "aud": "court", "exp": now + 300, "iat": now, "nonce": "asked"} | changed
    return {name: value for name, value in whole.items() if value is not None}


def signed(key: Any = OURS, algorithm: str = "RS256", kid: str | None = "one", **changed: Any) -> str:
    return jwt.encode(claims(**changed), key, algorithm, headers={"kid": kid} if kid else {})


def test_a_right_token_is_believed() -> None:
    assert verified(signed(), nonce="asked")["sub"] == "7"
    assert verified(signed(kid=None), nonce="asked")["sub"] == "7", "with one key there, none need be named"


@pytest.mark.parametrize(
    "token",
    [
        lambda: signed(key=OTHER),
        lambda: signed(kid="two"),
        lambda: signed(key="a secret that both might know, long enough", algorithm="HS256"),
        lambda: signed(key=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256"),
        lambda: signed(key="", algorithm="none"),
        lambda: signed(iss="https://other.example"),
        lambda: signed(aud="another"),
        lambda: signed(aud=["court", "another"]),
        lambda: signed(aud=["court", "another"], azp="another"),
        lambda: signed(azp="another"),
        lambda: signed(exp=int(time.time()) - 120),
        lambda: signed(iat=int(time.time()) + 3600),
        lambda: signed(nonce="of another question"),
        lambda: signed(nonce=None),
        lambda: signed(sub=None),
        lambda: signed(exp=None),
        lambda: signed()[:-8] + "AAAAAAAA",
        lambda: "",
        lambda: "a.b.c",
    ],
)
def test_a_wrong_one_is_not(token: Any) -> None:
    with pytest.raises(ProviderFailed):
        verified(token(), nonce="asked")


def test_a_public_key_is_no_shared_secret() -> None:
    """The oldest trick: the provider's public key, which everybody has, used as the secret of an HMAC."""
    from base64 import urlsafe_b64encode
    from hmac import digest

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    known = OURS.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [json.dumps(one).encode() for one in ({"alg": "HS256", "kid": "one"}, claims())]
    said = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    token = b".".join([said, urlsafe_b64encode(digest(known, said, "sha256")).rstrip(b"=")]).decode()
    with pytest.raises(ProviderFailed):
        verified(token, nonce="asked")


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": "https://other.example/token"},
        {"token_endpoint": "http://login.court.example/token"},
        {"jwks_uri": "https://169.254.169.254/latest"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_points_elsewhere_is_not_followed(changed: dict[str, Any]) -> None:
    cache.set(f"oidc:metadata:{ISSUER}", METADATA | changed, 600)
    with pytest.raises(ProviderFailed):
        provider()


def test_a_further_origin_of_the_provider_may_be_named(settings: Any) -> None:
    settings.OIDC_ORIGINS = ["https://keys.court.example"]
    cache.set(f"oidc:metadata:{ISSUER}", METADATA | {"jwks_uri": "https://keys.court.example/keys"}, 600)
    assert provider().keys == "https://keys.court.example/keys"


@pytest.mark.parametrize(
    ("said", "is_verified"), [(True, True), ("true", True), (False, False), ("yes", False), (1, True)]
)
def test_only_a_plain_yes_confirms_an_address(said: Any, is_verified: bool) -> None:
    assert identity_of(claims(email="A@B.kz", email_verified=said)).email_verified is is_verified


@pytest.mark.parametrize(
    ("token", "told", "email", "is_verified"),
    [
        ({"email": "a@b.kz", "email_verified": True}, {"email": "c@d.kz", "email_verified": False}, "a@b.kz", True),
        ({"email": "a@b.kz"}, {"email": "a@b.kz", "email_verified": True}, "a@b.kz", True),
        ({"email": "a@b.kz"}, {"email_verified": True}, "", True),
        ({"email_verified": True}, {"email": "c@d.kz"}, "c@d.kz", False),
    ],
)
def test_an_address_and_that_it_is_confirmed_come_from_one_statement(
    token: dict[str, Any], told: dict[str, Any], email: str, is_verified: bool
) -> None:
    found = identity_of(together(claims(**token), told))
    assert (found.email, found.email_verified) == (email, is_verified)
