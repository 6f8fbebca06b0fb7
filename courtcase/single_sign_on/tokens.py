"""Reading an ID token: whose signature, for whom, how old, in answer to which question (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

import jwt
from django.conf import settings

from courtcase.single_sign_on.provider import ProviderFailed, exchange, keys, userinfo

# Signatures that the provider alone can make: never a shared secret, never none.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60
ADDRESS = frozenset({"email", "email_verified"})
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


@dataclass(frozen=True)
class Identity:
    """Who the provider says signed in. `proofs` are the words of `amr` and `acr`: how they proved it; `sid`: its session."""

    issuer: str
    sub: str
    email: str
    email_verified: bool
    entitled: bool
    proofs: frozenset[str]
    sid: str = ""


def identity_behind(*, code: str, verifier: str, nonce: str, back: str) -> Identity:
    """Return whose the code is that came back. Raises ProviderFailed for every answer that is not as it should be."""
    tokens = exchange(code=code, verifier=verifier, back=back)
    claims = verified(str(tokens.get("id_token") or ""), nonce=nonce)
    wanted = {*ADDRESS, *([settings.OIDC_CLAIM] if settings.OIDC_CLAIM else [])}
    if wanted - set(claims) and tokens.get("access_token"):
        told = userinfo(str(tokens["access_token"]))
        if told and told.get("sub") != claims["sub"]:
            raise ProviderFailed("other_sub")
        claims = together(claims, told)
    return identity_of(claims)


def together(claims: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Return the claims of a token with what the provider tells besides of the same person; the token's words come first.

    The address and that it is confirmed are one statement, taken whole from one of them: halves might speak of two addresses.
    """
    if ADDRESS - set(claims):
        claims = {name: claim for name, claim in claims.items() if name not in ADDRESS}
    return {**told, **claims}


def verified(token: str, *, nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token after its signature, issuer, audience, times and nonce. Raises ProviderFailed."""
    claims = signed_for_us(token, needed=NEEDED)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise ProviderFailed("other_nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != settings.OIDC_CLIENT_ID:
        raise ProviderFailed("other_party")
    return claims


def signed_for_us(token: str, *, needed: list[str]) -> dict[str, Any]:
    """Return the claims of a token the provider signed for us and that holds now, with all that are `needed`.

    Raises ProviderFailed.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key_of(token),
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": needed},
        )
    except jwt.PyJWTError as error:
        raise ProviderFailed(f"token_{type(error).__name__}") from error
    return claims


def key_of(token: str) -> jwt.PyJWK:
    """Return the provider's key that a token names; asked for anew where we know none. Raises jwt.PyJWTError."""
    named = jwt.get_unverified_header(token).get("kid")
    for anew in (False, True):
        found = [one for one in jwt.PyJWKSet.from_dict(keys(anew=anew)).keys if named in {None, one.key_id}]
        if len(found) == 1:
            return found[0]
    raise jwt.InvalidKeyError("no such key")


def identity_of(claims: dict[str, Any]) -> Identity:
    """Return what of verified claims we use."""
    methods = claims.get("amr")
    proofs = {str(one) for one in methods} if isinstance(methods, list) else set()
    if claims.get("acr"):
        proofs.add(str(claims["acr"]))
    return Identity(
        issuer=settings.OIDC_ISSUER,
        sub=str(claims["sub"]),
        email=str(claims.get("email") or "").strip().lower(),
        email_verified=claims.get("email_verified") in (True, "true"),
        entitled=is_entitled(claims),
        proofs=frozenset(proofs),
        sid=str(claims.get("sid") or ""),
    )


def is_entitled(claims: dict[str, Any]) -> bool:
    """Say whether the claim that is asked for, where one is, has one of the values that are wanted."""
    if not settings.OIDC_CLAIM:
        return True
    told = claims.get(settings.OIDC_CLAIM)
    values = told if isinstance(told, list) else [told]
    return bool({str(one) for one in values if one is not None} & set(settings.OIDC_CLAIM_VALUES))


def is_second_factor(identity: Identity) -> bool:
    """Say whether how somebody proved themselves there counts here as a second factor: where the Court says so."""
    return bool(identity.proofs & set(settings.OIDC_SECOND_FACTOR))
