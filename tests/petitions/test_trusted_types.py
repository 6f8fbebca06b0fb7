"""Trusted Types hold on every page but the two that put in pieces of pages, as htmx does."""

from __future__ import annotations

from django.test import Client

from petitions.models import Petition
from tests.petitions.walk import Walk

GUARDED = "require-trusted-types-for 'script'"


def test_the_pages_that_swap_pieces_in_go_without_and_no_other(petitioner: Client, draft: Petition, walk: Walk) -> None:
    home = f"/ru/petitions/{draft.public_id}/write"
    assert GUARDED not in petitioner.get(f"{home}/norm/")["Content-Security-Policy"]
    for other in ("you", "situation", "check"):
        assert GUARDED in petitioner.get(f"{home}/{other}/")["Content-Security-Policy"]
    clerk = Client()
    clerk.force_login(walk.cast.clerk)
    petition = walk.registered()
    assert GUARDED not in clerk.get(f"/ru/intake/{petition.public_id}/")["Content-Security-Policy"]
    assert GUARDED in clerk.get("/ru/intake/")["Content-Security-Policy"]
