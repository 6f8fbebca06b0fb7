"""Changing the secret that signs, and making new keys."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import Cast

OLD, NEW = "old-" + "o" * 60, "new-" + "n" * 60


def test_who_is_signed_in_stays_so_while_the_older_secret_still_counts(cast: Cast, settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    client = Client()
    client.force_login(cast.petitioner)
    link = signing.dumps("a link")
    assert client.get("/en/account/email/").status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert client.get("/en/account/email/").status_code == 200
    assert signing.loads(link) == "a link"
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/en/account/email/").status_code == 200, "the first visit after the change renewed the session"
    with pytest.raises(signing.BadSignature):
        signing.loads(link)


def test_without_the_older_secret_everybody_signs_in_anew(cast: Cast, settings: Any) -> None:
    settings.SECRET_KEY = OLD
    client = Client()
    client.force_login(cast.petitioner)
    settings.SECRET_KEY = NEW
    assert client.get("/en/account/email/").status_code == 302


def test_a_new_key_is_private_and_never_written_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, secret = tmp_path / "kek-2027.key", tmp_path / "secret_key"
    call_command("make_key", key)
    call_command("make_key", secret, secret=True)
    assert len(base64.b64decode(key.read_bytes())) == 32
    assert len(secret.read_text().strip()) >= 50
    for path in (key, secret):
        content = path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        assert content.strip().decode() not in capsys.readouterr().out
        with pytest.raises(CommandError, match="there already"):
            call_command("make_key", path)
        assert path.read_bytes() == content
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_key", tmp_path / "no" / "folder", secret=True)
