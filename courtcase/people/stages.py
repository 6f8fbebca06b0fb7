"""Steps of signing in that are ours."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from courtcase.people.provider_sessions import proven_by_provider


class SecondFactorStage(AuthenticateStage):
    """Ask for the second factor, unless the Court's provider proved by more than a password who this is, and that counts."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if proven_by_provider(request, self.login.user):
            return False
        return bool(super()._should_handle(request))
