"""The gate of the API: the same actions and matrix, asked of whoever the API's own sign-in found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from rest_framework.permissions import BasePermission

from courtcase.people.actors import Actor
from courtcase.people.permissions import may

if TYPE_CHECKING:
    # rest_framework.views reads the settings, which name the class below: importing it here would be a circle.
    from rest_framework.request import Request
    from rest_framework.views import APIView


def action_of_view(view: APIView) -> str | None:
    """Return the action an API view states in `states_action`: one word, or one for each method of a view set."""
    stated = getattr(view, "states_action", None)
    if isinstance(stated, dict):
        return stated.get(getattr(view, "action", None))
    if isinstance(stated, str):
        return stated
    action = getattr(view, "action", None)
    return action if isinstance(action, str) and "." in action else None


class StatesAction(BasePermission):
    """Let in whoever may do the view's stated action; a view that states none lets in nobody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Set `request.actor` from the API's sign-in and ask the matrix."""
        user = request.user
        actor = Actor.of(user) if user is not None and user.is_authenticated else Actor.nobody()
        request.actor = actor  # type: ignore[attr-defined]
        request._request.actor = actor  # type: ignore[attr-defined]
        action = action_of_view(view)
        return action is not None and may(actor, action, timezone.now())
