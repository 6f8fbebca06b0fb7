"""The process list by hand, over Debian's PostgreSQL, Redis and nginx: any one may die, all may be restarted in turn."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from email.message import Message
from time import monotonic

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.faults.visiting import Answer
from tests.production.installation import Installation, Unit, installed
from tests.production.load import Load, SecureVisitor, load
from tests.workers import ROOT, until

pytestmark = [pytest.mark.faults, pytest.mark.alone]
# One of each kind is killed, another each day; of the two beats both the one at work and the one that waits.
TODAY = date.today().toordinal()
VICTIMS = (f"web-{TODAY % 2 + 1}", f"worker-{TODAY % 3 + 1}", "beat-1", "beat-2")
TOLD_SECONDS = 45.0
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def made() -> Iterator[Installation]:
    """One installation, prepared and running."""
    with installed() as installation:
        yield installation


def unit(made: Installation, name: str) -> Unit:
    """Return the unit called as in VICTIMS."""
    kind, _dash, number = name.partition("-")
    return made.of(kind)[int(number) - 1]


def beat_at_work(made: Installation) -> list[str]:
    """Return the names of the beats that hold the lock."""
    return [
        str(name)
        for (name,) in made.rows(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted AND application_name LIKE '%beat%'"
        )
    ]


def told(made: Installation, address: str) -> list[Message]:
    """Return the letters about a submitted petition that reached an address."""
    return made.mail.to(address)


def plain_text(letter: Message) -> str:
    """Return a letter's plain text."""
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True)).decode()


def code_of_letter(made: Installation, email: str, *, number: int) -> str:
    """Return the code in the letter of that number to an address, counted from one and leaving out what has no code."""

    def codes() -> list[str]:
        letters = [plain_text(letter) for letter in made.mail.to(email)]
        return [found[0] for text in letters if (found := re.findall(r"^    (\S+)\s*$", text, re.MULTILINE))]

    assert until(lambda: len(codes()) >= number, seconds=10), [plain_text(letter) for letter in made.mail.to(email)]
    return codes()[number - 1]


def unsettled(made: Installation) -> list[tuple[object, ...]]:
    """Return what is owed and due."""
    return made.rows(
        "SELECT 'job', kind, state, attempts FROM notices_job WHERE state <> 'done' AND next_attempt_at <= now() "
        "UNION ALL SELECT 'notice', event, state, attempts FROM notices_notice "
        "WHERE state NOT IN ('sent', 'perhaps_sent') AND channel = 'email'"
    )


def tried_again(made: Installation) -> list[tuple[object, ...]]:
    """Return how often work was begun anew, and how many letters were perhaps sent: traces of processes that died."""
    return made.rows(
        "SELECT (SELECT coalesce(sum(attempts - 1), 0) FROM notices_job WHERE state = 'done'), "
        "(SELECT coalesce(sum(attempts - 1), 0) FROM notices_notice WHERE state = 'sent'), "
        "(SELECT count(*) FROM notices_notice WHERE state = 'perhaps_sent')"
    )


def assert_everything_filed_stands_and_was_told_once(made: Installation, running: Load) -> None:
    """Every petition whose filing was answered is there; everybody was told, nobody twice."""
    assert running.errors == []
    assert running.filed
    assert until(lambda: unsettled(made) == [], seconds=TOLD_SECONDS, every=0.5), unsettled(made)
    letters = {address: len(told(made, address)) for address in running.filed}
    perhaps = made.rows("SELECT count(*) FROM notices_notice WHERE state = 'perhaps_sent'")[0][0]
    assert max(letters.values()) == 1
    assert sum(count == 0 for count in letters.values()) <= perhaps
    doubled = made.rows(
        "SELECT subject_id FROM register_event WHERE name = 'petition.submitted' GROUP BY subject_id HAVING count(*) > 1"
    )
    assert doubled == []
    submitted = made.rows("SELECT count(*) FROM petitions_petition WHERE state = 'awaiting_signature'")[0][0]
    assert submitted >= len(running.filed)


def test_the_installation_answers_as_the_runbook_ends(made: Installation) -> None:
    page = SecureVisitor(made).get("/ru/")
    assert page.status == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert SecureVisitor(made).get("/readyz").status == 404
    assert made.rows("SELECT rolname FROM pg_roles WHERE rolname LIKE 'courtcase%' AND rolsuper") == []
    assert made.rows("SHOW server_version_num")[0][0] >= "150000"
    assert made.manage("check", "--deploy", "--fail-level", "WARNING").returncode == 0
    for name in ("web", "ready", "worker", "beat"):
        own = {"COURTCASE_LISTEN_PORT": made.of("web")[0].instance}
        command = [sys.executable, "-m", "courtcase.probe", name]
        assert subprocess.run(command, cwd=ROOT, env=made.environment | own).returncode == 0, name


def test_the_first_administrator_comes_in_as_the_runbook_says(made: Installation) -> None:
    email, new = "chair@example.org", "five other quiet words"
    assert made.manage("name_administrator", email, "Full Name", "--order", "Order No. 1").returncode == 0
    visitor = SecureVisitor(made)
    visitor.send("/ru/account/password/reset/", email=email, person="on")  # the form was never opened: one tick more
    code = code_of_letter(made, email, number=1)
    visitor.send("/ru/account/password/reset/confirm/", code=code)
    visitor.send("/ru/account/password/reset/complete/", password1=new, password2=new)
    visitor.send("/ru/account/login/", login=email, password=new)
    visitor.send("/ru/account/confirm-email/", code=code_of_letter(made, email, number=2))
    roles = "/ru/administration/roles/"
    assert visitor.get(roles).address.startswith("/ru/account/second-factor/")
    visitor.send("/ru/account/reauthenticate/", password=new)
    add = "/ru/account/second-factor/totp/activate/"
    page = visitor.get(add).text
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    secret = re.findall(r"<code>([A-Z2-7]{16,})</code>", page)[0]
    totp = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    visitor.ask(add, {"csrfmiddlewaretoken": token, "code": totp})
    assert visitor.get(roles).address == roles
    assert "Full Name" in visitor.get(roles).text


def test_the_doctor_finds_nothing_wrong_with_the_servers(made: Installation) -> None:
    examined = made.manage("doctor", "--json")
    found = {one["code"]: one for one in json.loads(examined.stdout)["findings"]}
    for code in (
        "database.answers",
        "database.role",
        "redis.persistence",
        "processes.worker",
        "mail",
        "documents.write",
    ):
        assert found[code]["state"] == "well", found[code]


def test_one_beat_works_and_the_other_takes_over(made: Installation, record_property: Record) -> None:
    assert until(lambda: len(beat_at_work(made)) == 1, seconds=20)
    first = beat_at_work(made)
    working = made.units[first[0]]
    began = monotonic()
    working.stop()
    assert until(lambda: beat_at_work(made) not in ([], first), seconds=15, every=0.2), beat_at_work(made)
    record_property("seconds until the other beat works", round(monotonic() - began, 1))
    assert len(beat_at_work(made)) == 1
    working.start()


@pytest.mark.parametrize("victim", VICTIMS)
def test_any_one_may_be_killed_and_the_service_goes_on(made: Installation, victim: str) -> None:
    killed = unit(made, victim)
    before = killed.process
    with load(made, f"kill-{victim}", patient=True) as running:
        assert until(lambda: bool(running.filed), seconds=30), running.errors
        killed.kill()
        done = len(running.filed)
        assert until(lambda: len(running.filed) >= done + 2, seconds=60), (running.errors, running.lost)
    assert until(lambda: killed.process is not before, seconds=10)
    assert_everything_filed_stands_and_was_told_once(made, running)
    assert until(made.all_ready, seconds=60, every=0.5)


def test_a_request_that_is_being_answered_is_answered_by_a_process_told_to_stop(made: Installation) -> None:
    assert until(made.all_ready, seconds=60, every=0.5)
    answers: list[Answer] = []
    reading = threading.Thread(target=lambda: answers.append(SecureVisitor(made).get("/ru/rulings/")), daemon=True)
    with made.owner() as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLE rulings_ruling IN ACCESS EXCLUSIVE MODE")
        reading.start()
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE '%web%'"
        )
        assert until(lambda: made.rows(waiting) == [(1,)], seconds=10)
        stopping = [threading.Thread(target=unit.stop) for unit in made.of("web")]
        for thread in stopping:
            thread.start()
        assert until(lambda: refuses(made), seconds=2)
        assert answers == []
    reading.join(20)
    for thread in stopping:
        thread.join()
    for unit in made.of("web"):
        unit.start()
    assert [answer.status for answer in answers] == [200]
    assert until(made.all_ready, seconds=60, every=0.5)


def refuses(made: Installation) -> bool:
    """Say whether no web process takes a connection any more."""
    for unit in made.of("web"):
        try:
            socket.create_connection(("127.0.0.1", int(unit.instance)), timeout=1).close()
        except ConnectionRefusedError:
            continue
        except ConnectionResetError:  # it shut its door at this very moment: whoever asks again is refused
            return False
        else:
            return False
    return True


def test_a_rolling_restart_loses_no_request_and_no_task(made: Installation, record_property: Record) -> None:
    assert until(made.all_ready, seconds=60, every=0.5)
    first = {name: unit.process for name, unit in made.units.items()}
    before = tried_again(made)
    with load(made, "rolling", patient=False, readers=2) as running:
        assert until(lambda: bool(running.filed), seconds=30), running.errors
        done = rolling_restart(made)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(unit.process is not first[name] for name, unit in made.units.items())
    record_property("requests during the rolling restart", len(running.answers))
    record_property("petitions filed during the rolling restart", len(running.filed))
    assert running.lost == []
    assert_everything_filed_stands_and_was_told_once(made, running)
    assert [len(told(made, address)) for address in running.filed] == [1] * len(running.filed)
    assert tried_again(made) == before


def rolling_restart(made: Installation) -> subprocess.CompletedProcess[str]:
    """Run deploy/bin/rolling-restart with our units in place of systemd's and our nginx in place of the machine's."""
    from tests.production.machine import nginx_words

    proxy = made.folder / "nginx"
    asked = made.folder / "asked"
    asked.mkdir(exist_ok=True)
    ask = made.folder / "restart"
    ask.write_text(f'#!/bin/sh\necho > "{asked}/$1"\nwhile [ -e "{asked}/$1" ]; do sleep 0.1; done\n')
    ask.chmod(0o755)
    own = {
        "UPSTREAM_FILE": str(proxy / "courtcase-upstream.conf"),
        "RELOAD_PROXY": " ".join([*nginx_words(proxy), "-s", "reload"]),
        "RESTART_UNIT": str(ask),
        "COURTCASE_PYTHON": sys.executable,
        "COURTCASE_ENVIRONMENT": str(made.folder / "environment"),
        "COURTCASE_FOLDER": str(ROOT),
    }
    script = str(ROOT / "deploy/bin/rolling-restart")
    process = subprocess.Popen(
        [script], env={"PATH": os.environ["PATH"]} | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    while process.poll() is None:
        for wish in asked.iterdir():
            made.units[wish.name].restart()
            wish.unlink()
        until(lambda: process.poll() is not None, seconds=0.2)
    return subprocess.CompletedProcess([script], process.returncode, process.communicate()[0], "")
