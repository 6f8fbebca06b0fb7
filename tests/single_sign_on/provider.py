"""An OpenID Connect provider of its own process, built on Authlib: discovery, keys, code flow with PKCE, sign-out.

    python -m tests.single_sign_on.provider PORT BACK

It knows one client (`court`, whose secret is `between us`) and sends people back to BACK alone. `PUT /people` says whom it
knows: the claims of each by the login they type. Authlib judges client, code, verifier and redirect address.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from dataclasses import dataclass
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "court", "between us"
PEOPLE: dict[str, dict[str, Any]] = {}
CODES: dict[str, Code] = {}
TOKENS: dict[str, Token] = {}
NONCES: set[str] = set()
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})


@dataclass
class Code:
    """A code that was given out, with all the question said."""

    client_id: str
    redirect_uri: str
    scope: str
    login: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> str:
        return str(PEOPLE[self.login].get("acr", ""))

    def get_amr(self) -> list[str]:
        return list(PEOPLE[self.login].get("amr", ["pwd"]))


@dataclass
class Token:
    """An access token."""

    scope: str
    login: str

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return False


class Client(ClientMixin):  # type: ignore[misc]
    """The Court."""

    back = ""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.back

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(one for one in scope.split() if one in {"openid", "email"})

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.back

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return bool(response_type == "code")

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """The code flow, with codes kept in memory and used once."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code: str, request: Any) -> None:
        asked = request.payload.data
        CODES[code] = Code(
            CLIENT,
            request.payload.redirect_uri,
            request.payload.scope,
            request.user,
            asked.get("nonce", ""),
            asked["code_challenge"],
            asked["code_challenge_method"],
        )
        NONCES.add(asked.get("nonce", ""))

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        for code in [code for code, kept in CODES.items() if kept is authorization_code]:
            del CODES[code]

    def authenticate_user(self, authorization_code: Code) -> str:
        return authorization_code.login


class OpenID(OpenIDCode):  # type: ignore[misc]
    """What stands in an ID token: who, and how they proved it; the e-mail is asked for at userinfo."""

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return nonce in NONCES

    def get_jwt_config(self, grant: Any, client: Any = None) -> dict[str, Any]:
        return {"key": KEY.as_dict(private=True), "alg": "RS256", "iss": issuer(), "exp": 300}

    def get_encode_header(self, client: Any) -> dict[str, str]:
        return {"alg": "RS256", "kid": "first"}

    def generate_user_info(self, user: str, scope: str) -> dict[str, Any]:
        return {"sub": PEOPLE[user]["sub"], "sid": f"session of {user}"}


class Validator(BearerTokenValidator):  # type: ignore[misc]
    """Access tokens, kept in memory."""

    def authenticate_token(self, token_string: str) -> Token | None:
        return TOKENS.get(token_string)


def issuer() -> str:
    """Return this provider's name."""
    return str(request.host_url.rstrip("/"))


def save_token(token: dict[str, Any], asked: Any) -> None:
    """Keep an access token that was given out."""
    TOKENS[token["access_token"]] = Token(token["scope"], asked.user)


app = Flask(__name__)
server = AuthorizationServer(
    app, query_client=lambda named: Client() if named == CLIENT else None, save_token=save_token
)
server.register_grant(CodeGrant, [OpenID(require_nonce=True), CodeChallenge(required=True)])
protect = ResourceProtector()
protect.register_token_validator(Validator())


@app.get("/.well-known/openid-configuration")
def discovery() -> Any:
    """Say what there is."""
    return jsonify(
        issuer=issuer(),
        authorization_endpoint=issuer() + "/authorize",
        token_endpoint=issuer() + "/token",
        jwks_uri=issuer() + "/keys",
        userinfo_endpoint=issuer() + "/userinfo",
        end_session_endpoint=issuer() + "/end",
        token_endpoint_auth_methods_supported=["client_secret_basic"],
        code_challenge_methods_supported=["S256"],
    )


@app.get("/keys")
def keys() -> Any:
    """Give the public key."""
    return jsonify(KeySet([KEY]).as_dict(private=False))


@app.route("/authorize", methods=["GET", "POST"])
def authorize() -> Any:
    """Ask who it is, and send them back with a code."""
    try:
        grant = server.get_consent_grant(end_user=None)
    except OAuth2Error as error:
        return f"{error.error}: {error.description}", 400
    if request.method == "GET":
        return '<form method="post"><label>Login <input name="login"></label><button>Enter</button></form>'
    login = request.form["login"]
    if login not in PEOPLE:
        return redirect(f"{request.args['redirect_uri']}?error=access_denied&state={request.args['state']}")
    return server.create_authorization_response(grant=grant, grant_user=login)


@app.post("/token")
def token() -> Any:
    """Give tokens for a code."""
    return server.create_token_response()


@app.get("/userinfo")
@protect("openid")  # type: ignore[untyped-decorator]
def userinfo() -> Any:
    """Say what is known of whoever the token is of."""
    return jsonify({name: value for name, value in PEOPLE[current_token.login].items() if name not in {"amr", "acr"}})


@app.get("/end")
def end() -> Any:
    """Say that one is signed out, and lead back."""
    return f'<p>Signed out</p><a href="{request.args["post_logout_redirect_uri"]}">Back</a>'


@app.post("/logout-token")
def logout_token() -> Any:
    """Say as the standard does that somebody signed out: the claims and the header that are sent change the token's."""
    asked = request.get_json()
    now = int(time.time())
    claims = {
        "iss": issuer(),
        "aud": CLIENT,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(8),
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    } | asked.get("claims", {})
    header = {"alg": "RS256", "kid": "first", "typ": "logout+jwt"}
    told = {name: claim for name, claim in claims.items() if claim is not None}
    return jwt.encode(header, told, RSAKey.generate_key(2048) if asked.get("forged") else KEY)


@app.put("/people")
def people() -> Any:
    """Take in whom the provider knows from now on."""
    PEOPLE.clear()
    PEOPLE.update(request.get_json())
    return "", 204


@app.put("/back")
def back() -> Any:
    """Take in where people are sent back to from now on."""
    Client.back = request.get_data(as_text=True)
    return "", 204


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it listens on this machine alone
    Client.back = sys.argv[2]
    app.run("127.0.0.1", int(sys.argv[1]), threaded=False)
