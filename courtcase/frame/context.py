"""What every page's frame needs to know. Nothing here touches session or database unless a template asks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from courtcase.frame.navigation import DESK, FOOT, PERSON, PUBLIC, WORK, Item, Link, address, links
from courtcase.frame.place import telling_address
from courtcase.people.actors import Actor

# Each language by its own name: whoever looks for it may read no other.
LANGUAGE_NAMES = (("kk", "Қазақша"), ("ru", "Русский"), ("en", "English"))


def in_language(path: str, language: str) -> str:
    """Return the same page in another language: the first part of its address, exchanged; a page without one leads home."""
    for code, _name in LANGUAGE_NAMES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return f"/{language}{path[len(code) + 1 :] or '/'}"
    return f"/{language}/"


def are_keys_on(actor: Actor | None) -> bool:
    """Say whether the desk's single keys work for who is signed in; for nobody there are none."""
    return actor is not None and actor.account is not None and actor.account.keyboard_shortcuts


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return `frame`: languages, demo mark and four lists of links; each list is a callable, run only where it is shown."""

    def lists(items: tuple[Item, ...], *, of_all: bool = False) -> Callable[[], list[Link]]:
        @functools.cache
        def made() -> list[Link]:
            actor = None if of_all else getattr(request, "actor", None)
            return links(items, path=request.path, actor=actor or Actor.nobody(), at=timezone.now())

        return made

    full_path = request.get_full_path()
    return {
        "frame": {
            "languages": [
                {"code": code, "name": name, "url": in_language(full_path, code)} for code, name in LANGUAGE_NAMES
            ],
            "is_demo": settings.IS_DEMO,
            "court_address": settings.COURT_ADDRESS,
            "reception_telephone": settings.RECEPTION_TELEPHONE,
            "demo_mail": address("notices:kept_mail") if settings.IS_DEMO else None,
            "public": lists(PUBLIC, of_all=True),
            "foot": lists(FOOT, of_all=True),
            "tell": telling_address(request),
            "person": lists(PERSON),
            "desk": lists(DESK),
            "shortcuts": lambda: are_keys_on(getattr(request, "actor", None)),
            "desk_page": lambda: next(iter(lists(WORK)()), None),
        }
    }
