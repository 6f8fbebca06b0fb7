"""A taken port is said to be taken, and the next one is used."""

from __future__ import annotations

import socket

import pytest

from courtcase.embedded import ports
from courtcase.embedded.stages import EmbeddedError


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_wanted_port_is_used_when_it_is_free() -> None:
    wanted = free_port()
    chosen = ports.choose("127.0.0.1", wanted)
    assert chosen.number == wanted


def test_taken_port_is_named_and_the_next_one_used(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = int(other.getsockname()[1])
        chosen = ports.choose("127.0.0.1", taken)
    assert chosen.number > taken
    assert f"Port {taken} is taken; trying {taken + 1}." in capsys.readouterr().out


def test_two_starts_in_the_same_second_choose_different_ports() -> None:
    wanted = free_port()
    first = ports.choose("127.0.0.1", wanted)
    second = ports.choose("127.0.0.1", wanted)
    assert first.number != second.number


def test_claim_ends_with_its_holder() -> None:
    wanted = free_port()
    first = ports.choose("127.0.0.1", wanted)
    if first.claim:
        first.claim.close()
    assert ports.choose("127.0.0.1", wanted).number == wanted


def test_no_free_port_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda address, number: False)
    with pytest.raises(EmbeddedError, match="COURTCASE_LISTEN_PORT"):
        ports.choose("127.0.0.1", 8000)
