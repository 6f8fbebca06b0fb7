"""Talking to the provider: what it says of itself, its keys, and a code turned into tokens (OpenID Connect Core 1.0)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.cache import cache

from courtcase.calling import call
from courtcase.single_sign_on.configuration import is_safe, origin_of, origins

LONGEST = 256 * 1024
KEPT_SECONDS = 600  # what the provider says of itself and its keys
ASKED_ANEW_SECONDS = 60  # its keys are asked for once more, for a key we do not know, at most so often


class ProviderFailed(Exception):
    """The provider did not answer, or not as the standard says; `reason` is a word that names nobody."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Provider:
    """The provider's addresses, from its discovery document (OpenID Connect Discovery 1.0, section 3)."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    by_header: bool  # the client shows its secret in a header, not in the form
    names_itself: bool  # answers carry the issuer (RFC 9207)


def provider() -> Provider:
    """Return what the provider says of itself, kept for ten minutes. Raises ProviderFailed."""
    issuer = settings.OIDC_ISSUER
    told = kept(f"oidc:metadata:{issuer}", issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != issuer:
        raise ProviderFailed("other_issuer")
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        authorization=needed(told, "authorization_endpoint"),
        token=needed(told, "token_endpoint"),
        keys=needed(told, "jwks_uri"),
        userinfo=optional(told, "userinfo_endpoint"),
        end_session=optional(told, "end_session_endpoint"),
        by_header="client_secret_basic" in methods,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def needed(told: dict[str, Any], name: str) -> str:
    """Return an address the provider must name. Raises ProviderFailed where it is missing or elsewhere than it may be."""
    address = told.get(name)
    if not isinstance(address, str) or not is_safe(address) or origin_of(address) not in origins():
        raise ProviderFailed(f"{name}_not_allowed")
    return address


def optional(told: dict[str, Any], name: str) -> str:
    """Return an address the provider may name; empty where it names none, or one that is not allowed."""
    return needed(told, name) if told.get(name) and origin_of(str(told[name])) in origins() else ""


def kept(key: str, address: str) -> dict[str, Any]:
    """Return a document of the provider's, from the cache for as long as it is kept. Raises ProviderFailed."""
    found = cache.get(key)
    if not isinstance(found, dict):
        found = asked(address)
        cache.set(key, found, KEPT_SECONDS)
    return found


def asked(address: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object at an address of the provider's: a GET, or a POST of `form`. Raises ProviderFailed."""
    sent = {"Accept": "application/json", **(headers or {})}
    body = b""
    if form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form).encode()
    method = "GET" if form is None else "POST"
    try:
        answer = call(
            address, method=method, body=body, headers=sent, longest=LONGEST, authorities=settings.OIDC_CA_FILE
        )
        told = json.loads(answer.body) if answer.status == 200 else None
    except OSError as error:
        raise ProviderFailed("unreachable") from error
    except ValueError as error:
        raise ProviderFailed("no_json") from error
    if not isinstance(told, dict):
        raise ProviderFailed(f"answered_{answer.status}")
    return told


def keys(*, anew: bool = False) -> dict[str, Any]:
    """Return the provider's key set (RFC 7517); `anew` asks again for one that lacks a key, at most once a minute."""
    address = provider().keys
    key = f"oidc:keys:{address}"
    if anew and cache.add(f"{key}:anew", 1, ASKED_ANEW_SECONDS):
        cache.delete(key)
    return kept(key, address)


def exchange(*, code: str, verifier: str, back: str) -> dict[str, Any]:
    """Return the tokens for a code, which the verifier of RFC 7636 proves to be ours. Raises ProviderFailed."""
    told = provider()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    if told.by_header:
        pair = f"{quote(settings.OIDC_CLIENT_ID, safe='')}:{quote(settings.OIDC_CLIENT_SECRET, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_CLIENT_SECRET}
    return asked(told.token, form=form, headers=headers)


def userinfo(access_token: str) -> dict[str, Any]:
    """Return what the provider says of whoever signed in, beyond the token; nothing where it has no such address."""
    address = provider().userinfo
    return asked(address, headers={"Authorization": f"Bearer {access_token}"}) if address else {}
