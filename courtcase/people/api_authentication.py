"""How a program signs in: `Authorization: Bearer` and the token its institution was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from courtcase import rows
from courtcase.keys.operations import token_hmacs
from courtcase.people.actors import Actor
from courtcase.people.api_limits import count_token
from courtcase.people.models import Account, ApiToken
from courtcase.people.operations.programs import note_use
from courtcase.people.permissions import roles_of
from courtcase.people.roles import PROGRAMS

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

SCHEME = "Bearer"
LONGEST = 200


class TokenAuthentication(BaseAuthentication):
    """Signs in the program of an institution; `request.auth` is then its ApiToken."""

    def authenticate(self, request: Request) -> tuple[Account, ApiToken] | None:
        """Return the program and its token; None where none was sent.

        Raises AuthenticationFailed for one that opens nothing, Throttled for one that came too often.
        """
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        at = timezone.now()
        token = None
        if 0 < len(secret) <= LONGEST:
            token = rows.read(
                ApiToken, "digest = ANY(%s)", [token_hmacs(secret.strip())], related=("account", "institution")
            )
        if token is None or not token.works(at) or not PROGRAMS & roles_of(Actor.of(token.account), at):
            raise AuthenticationFailed(_("This token is unknown, was ended, or is incomplete."))
        count_token(request._request, bytes(token.digest))
        if token.last_used_on != timezone.localdate(at):
            note_use(token=token, at=at)
        return token.account, token

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 says in WWW-Authenticate."""
        return f'{SCHEME} realm="courtcase"'


class TokenAllows(BasePermission):
    """Let in a token that has the scope the view states for its action in `token_scopes`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Compare the scopes of the token with the one that is asked."""
        token = request.auth
        wanted: dict[str | None, str] = getattr(view, "token_scopes", {})
        return isinstance(token, ApiToken) and wanted.get(getattr(view, "action", None)) in token.scopes


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes the sign-in in the schema."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme as OpenAPI writes it."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "The token an institution's head made for a program.",
        }
