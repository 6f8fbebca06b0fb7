"""Redis, mail, the gateway, the scanner: real servers that are away, refuse, or are set up in the wrong way."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.utils import timezone

from courtcase.doctor.checks import database, machine
from courtcase.doctor.checks.reaching import signatures_made
from courtcase.doctor.findings import State
from courtcase.notices.heartbeat import beat_heart
from tests.doctor.patients import says
from tests.notices.mail_server import MailServer, running_mail_server
from tests.workers import Broker, free_port


@pytest.fixture
def broker(tmp_path: Path, settings: Any) -> Iterator[Broker]:
    """Start a Redis of this test alone, which keeps nothing on its disk."""
    server = Broker(tmp_path)
    server.start()
    settings.REDIS_URL = settings.CELERY_BROKER_URL = server.url
    yield server
    server.stop()


class TestRedis:
    def test_that_keeps_nothing(self, broker: Broker) -> None:
        assert says("redis.answers")[0] == State.WELL
        state, words = says("redis.persistence")
        assert state == State.LOOK
        assert "--appendonly yes" in words

    def test_that_keeps_all(self, broker: Broker) -> None:
        with redis.Redis.from_url(broker.url) as connected:
            connected.config_set("appendonly", "yes")
        assert says("redis.persistence") == (State.WELL, "Redis writes an append-only file. | ")

    def test_that_throws_things_out(self, broker: Broker) -> None:
        assert says("redis.memory")[0] == State.WELL
        with redis.Redis.from_url(broker.url) as connected:
            connected.config_set("maxmemory-policy", "allkeys-lru")
        state, words = says("redis.memory")
        assert (state, "(allkeys-lru)" in words) == (State.WRONG, True)
        assert "--maxmemory-policy noeviction" in words

    def test_that_is_nearly_full(self, broker: Broker) -> None:
        with redis.Redis.from_url(broker.url) as connected:
            connected.config_set("maxmemory", int(connected.info("memory")["used_memory"] * 1.1))  # type: ignore[index]
        state, words = says("redis.memory")
        assert (state, "%% of" not in words, "--maxmemory" in words) == (State.LOOK, True, True)

    def test_that_is_away_hinders_what_it_holds(self, broker: Broker) -> None:
        broker.stop()
        assert says("redis.answers")[0] == State.WRONG
        for code in ("redis.persistence", "redis.memory", "clock.redis", "processes.worker", "processes.beat"):
            state, words = says(code)
            assert (state, words.startswith("Redis could not be asked (ConnectionError)")) == (State.LOOK, True)
            assert "Put right what else is wrong first" in words

    def test_that_nobody_named(self, settings: Any) -> None:
        settings.REDIS_URL = ""
        assert says("redis.answers")[0] == State.WRONG
        assert says("processes.worker")[0] == State.LOOK

    def test_whose_clock_agrees(self, broker: Broker) -> None:
        assert says("clock.redis")[0] == State.WELL

    @pytest.mark.parametrize(("seconds", "state"), [(0.4, State.WELL), (-3.0, State.LOOK), (400.0, State.WRONG)])
    def test_clock_that_drifts(self, seconds: float, state: State) -> None:
        assert database.drift(seconds).state == state


class TestSignsOfLife:
    @pytest.mark.parametrize("who", ["worker", "beat"])
    def test_are_missed(self, who: str, broker: Broker) -> None:
        state, words = says(f"processes.{who}")
        assert state == State.WRONG
        assert f"python -m courtcase.processes {who}" in words
        assert beat_heart(who)
        assert says(f"processes.{who}")[0] == State.WELL


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """Run a mail server of this test alone and name it."""
    with running_mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


class TestMail:
    def test_that_answers(self, mail_server: MailServer) -> None:
        assert says("mail") == (State.WELL, "The mail server answers and takes our sign-in. | ")
        assert mail_server.messages == []

    def test_dead_port(self, settings: Any) -> None:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        state, words = says("mail")
        assert (state, "cannot be reached (ConnectionRefusedError)" in words) == (State.WRONG, True)
        assert "COURTCASE_MAIL_URL" in words

    def test_wrong_password(self, mail_server: MailServer, settings: Any) -> None:
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "court", "hidden-word"
        mail_server.answers = {"EHLO": "250-mail.test\r\n250 AUTH PLAIN", "AUTH": "535 no: hidden-word"}
        state, words = says("mail")
        assert (state, "refuses our name or password" in words) == (State.WRONG, True)
        assert "hidden-word" not in words

    def test_no_tls(self, mail_server: MailServer, settings: Any) -> None:
        settings.EMAIL_USE_TLS = True
        state, words = says("mail")
        assert (state, "do not agree on TLS" in words) == (State.WRONG, True)

    def test_hangs_up(self, mail_server: MailServer) -> None:
        mail_server.answers = {"EHLO": "hang up"}
        assert says("mail")[0] == State.WRONG

    def test_sender_that_does_not_exist(self, mail_server: MailServer, settings: Any) -> None:
        settings.IS_PRODUCTION, settings.DEFAULT_FROM_EMAIL = True, "court@localhost"
        state, words = says("mail")
        assert (state, "COURTCASE_MAIL_FROM" in words) == (State.LOOK, True)

    def test_demonstration_keeps_it(self, settings: Any) -> None:
        settings.IS_DEMO = True
        assert says("mail")[0] == says("sms")[0] == State.NOT_SET_UP
        assert "/demo/mail/" in says("mail")[1]


class TestTextMessages:
    def test_no_gateway(self, settings: Any) -> None:
        settings.SMS_URL = ""
        assert says("sms")[0] == State.NOT_SET_UP

    def test_that_would_never_be_called(self, settings: Any) -> None:
        settings.SMS_URL, settings.SMS_HOSTS = "https://gateway.example/send", []
        state, words = says("sms")
        assert (state, "gateway_not_on_list" in words) == (State.WRONG, True)
        assert "gateway.example" not in words

    def test_that_is_away_and_that_is_there(self, settings: Any) -> None:
        settings.SMS_URL, settings.SMS_HOSTS = f"http://127.0.0.1:{free_port()}/send", ["127.0.0.1"]
        assert says("sms")[0] == State.WRONG
        with running_mail_server() as server:  # anything that listens: nothing is said to it
            settings.SMS_URL = f"http://127.0.0.1:{server.port}/send"
            assert says("sms")[0] == State.WELL
            assert server.messages == []


class Scanner(socketserver.StreamRequestHandler):
    """Answers as clamd does to PING and VERSION."""

    version = ""

    def handle(self) -> None:
        """Answer one command."""
        asked = self.rfile.readline()
        self.wfile.write(b"PONG\n" if b"PING" in asked else f"{self.version}\n".encode())


@contextmanager
def scanner_of(version: str) -> Iterator[str]:
    """Run a scanner that says it is of `version`; yield its address."""
    handler = type("Handler", (Scanner,), {"version": version})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def made_before(days: int) -> str:
    """Return the version of a scanner whose signatures were made so many days ago."""
    return f"ClamAV 1.0.7/27462/{timezone.now() - timedelta(days=days):%a %b %d %H:%M:%S %Y}"


class TestVirusScanner:
    def test_none(self, settings: Any) -> None:
        settings.CLAMD_ADDRESS = ""
        state, words = says("clamd")
        assert (state, "given out unscanned" in words) == (State.NOT_SET_UP, True)

    def test_silent(self, settings: Any) -> None:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{free_port()}"
        state, words = says("clamd")
        assert (state, "does not answer" in words) == (State.WRONG, True)
        assert "given to nobody" in words

    @pytest.mark.parametrize(
        ("version", "state", "words"),
        [
            (made_before(1), State.WELL, "1 d old"),
            (made_before(30), State.LOOK, "Run freshclam"),
            ("ClamAV 1.0.7", State.LOOK, "does not say how old"),
        ],
        ids=["fresh", "old", "of no age"],  # the signatures' ages change from second to second, names of tests must not
    )
    def test_that_answers(self, version: str, state: State, words: str, settings: Any) -> None:
        with scanner_of(version) as settings.CLAMD_ADDRESS:
            found = says("clamd")
        assert found[0] == state
        assert words in found[1]

    def test_version_of_one_digit_day(self) -> None:
        assert signatures_made("ClamAV 1.0.7/27462/Tue Nov  3 09:44:39 2026") == datetime(
            2026, 11, 3, 9, 44, 39, tzinfo=timezone.get_fixed_timezone(0)
        )


class TestMachine:
    def test_zone_that_is_too_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from zoneinfo import ZoneInfo

        assert says("machine.time_zone")[0] == State.WELL
        monkeypatch.setattr(machine.law_time, "COURT_ZONE", ZoneInfo("Asia/Omsk"))  # +06:00 to this day
        state, words = says("machine.time_zone")
        assert (state, "PYTHONTZPATH" in words) == (State.WRONG, True)

    def test_load(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(machine.os, "getloadavg", lambda: (0.0, 900.0, 0.0))
        state, words = says("machine.load")
        assert (state, "(top)" in words) == (State.LOOK, True)

    def test_memory(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        scarce = tmp_path / "meminfo"
        scarce.write_text("MemTotal:       1000 kB\nMemAvailable:     40 kB\n")
        monkeypatch.setattr(machine, "MEMORY", scarce)
        state, words = says("machine.load")
        assert (state, "memory available: 4 %" in words) == (State.LOOK, True)

    @pytest.mark.parametrize(
        ("secret", "in_production", "state"),
        [
            ("not-secret-outside-production-test", False, State.NOT_SET_UP),
            ("not-secret-outside-production-test", True, State.WRONG),
            ("x7x", True, State.WRONG),
            ("q8" * 30, True, State.WELL),
        ],
    )
    def test_secret(self, secret: str, in_production: bool, state: State, settings: Any) -> None:
        settings.SECRET_KEY, settings.IS_PRODUCTION = secret, in_production
        found = says("secret")
        assert found[0] == state
        assert secret not in found[1]
