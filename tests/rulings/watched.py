"""An alert by e-mail that waits for its confirmation."""

from __future__ import annotations

from django.utils import timezone

from courtcase.people.actors import Actor
from rulings.models import Watch
from rulings.watching.content import Wanted
from rulings.watching.operations.ask_watch import ask_watch


def a_watch(email: str = "reader@example.org") -> Watch:
    """Return what somebody at an address waits for: the answers to a search."""
    wanted = Wanted({"q": "норма", "year": "2026"})
    watch = ask_watch(email=email, wanted=wanted, language="ru", actor=Actor.nobody(), at=timezone.now())
    assert watch is not None
    return watch
