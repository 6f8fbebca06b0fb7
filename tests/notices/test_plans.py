"""What waits is found without reading what is settled, however much of that there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from courtcase.notices import queries
from courtcase.notices.leases import bring_back, claim, due_alone, due_notices, give_up_on_killers, mark_perhaps_sent
from courtcase.notices.models import Job, Notice
from courtcase.notices.operations import cancel_notice
from courtcase.notices.sending import note_told_on_site
from courtcase.notices.working import what_is_due, work_off
from courtcase.people.models import Account
from courtcase.register.models import Subject
from courtcase.register.operations import open_subject
from tests.notices.conftest import make_aigerim
from tests.real_commits import RealDatabase, module_commits

__all__ = ["module_commits"]
SETTLED, LETTERS = 20_000, 2_000
JOBS = """
    INSERT INTO notices_job
        (not_before, next_attempt_at, attempts, last_error, request_id, created_at, settled_at, kind, key, body, state)
    SELECT at, at, 1, '', '', at, {settled}, '{kind}', '{state}' || number, '{{}}', '{state}'
    FROM (SELECT number, now() - number * interval '1 minute' AS at FROM generate_series(1, {count}) AS number) AS made"""
NOTICES = """
    INSERT INTO notices_notice
        (not_before, next_attempt_at, attempts, last_error, request_id, created_at, settled_at, public_id, subject_id,
         event, recipient_id, channel, language, context, key, state, decision)
    SELECT at, at, 0, '', '', at, {settled}, gen_random_uuid(), {subject},
         'petition.filed', {recipient}, '{channel}', 'ru', '{{}}', '{channel}{state}' || number, '{state}', ''
    FROM (SELECT number, now() - number * interval '1 minute' AS at FROM generate_series(1, {count}) AS number) AS made"""


@pytest.fixture(scope="module")
def history(module_commits: RealDatabase) -> tuple[Subject, Account]:
    """Fill the outbox with what is settled, with letters nobody has printed, and with a little that is due."""
    subject, account = open_subject(kind="petition", at=now()), make_aigerim()
    whose = {"subject": subject.pk, "recipient": account.pk}
    owner = psycopg2.connect(module_commits.owner_url)
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute(JOBS.format(kind="petitions.route", state="done", settled="now()", count=SETTLED))
        cursor.execute(JOBS.format(kind="rulings.print", state="owed", settled="NULL", count=20))
        for channel, state, count in (
            ("email", "sent", SETTLED),
            ("inapp", "sent", SETTLED),
            ("post", "owed", LETTERS),
            ("email", "owed", 20),
            ("inapp", "owed", 20),
        ):
            settled = "NULL" if state == "owed" else "now()"
            cursor.execute(NOTICES.format(channel=channel, state=state, settled=settled, count=count, **whose))
        cursor.execute("ANALYZE notices_job, notices_notice")
    owner.close()
    return subject, account


def asked_by(doing: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return the statements that `doing` asks, which is taken back afterwards."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            doing()
        transaction.set_rollback(True)
    return [(sql, given) for sql, given in statements if "notices_" in sql]


def steps_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each step of a plan."""
    yield plan
    for part in plan.get("Plans", []):
        yield from steps_of(part)


def plan_of(sql: str, parameters: Any) -> list[dict[str, Any]]:
    """Return the steps by which PostgreSQL would answer a statement, which is not carried out."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql, parameters)
        found = cursor.fetchone()[0]
    whole = json.loads(found) if isinstance(found, str) else found
    return list(steps_of(whole[0]["Plan"]))


DOINGS: dict[str, Callable[[Subject, Account], object]] = {
    "looking for work": lambda subject, account: what_is_due(now()),
    "taking a job": lambda subject, account: claim(due_alone(now()), at=now()),
    "taking a notice": lambda subject, account: claim(due_notices(now()), at=now()),
    "finding dead workers' notices": lambda subject, account: mark_perhaps_sent(at=now()),
    "bringing back what a wrong clock put off": lambda subject, account: bring_back(at=now()),
    "giving up": lambda subject, account: give_up_on_killers(at=now()),
    "noting what was told on the site": lambda subject, account: note_told_on_site(at=now()),
    "taking a notice back": lambda subject, account: cancel_notice(subject=subject, event="petition.none", at=now()),
    "the age of what is owed": lambda subject, account: queries.owed_work_age_seconds(),
    "counting what was not delivered": lambda subject, account: queries.undelivered_notices(),
    "counting what was given up": lambda subject, account: queries.failed_jobs(),
    "counting letters": lambda subject, account: queries.letters_to_print(),
    "counting what an account has not read": lambda subject, account: queries.unread_count(account, now()),
}


@pytest.mark.parametrize("name", DOINGS)
def test_nothing_is_read_from_end_to_end(history: tuple[Subject, Account], name: str) -> None:
    statements = asked_by(lambda: DOINGS[name](*history))
    assert statements
    for sql, parameters in statements:
        scans = [step for step in plan_of(sql, parameters) if step["Node Type"] == "Seq Scan"]
        assert not [step for step in scans if step["Relation Name"].startswith("notices_")], sql


def test_letters_that_wait_for_people_are_not_looked_at_for_what_is_sent(history: tuple[Subject, Account]) -> None:
    ((sql, parameters),) = asked_by(lambda: claim(due_notices(now()), at=now()))
    used = {step.get("Index Name") for step in plan_of(sql, parameters)}
    assert "notices_notice_to_send" in used


def test_history_is_no_work(history: tuple[Subject, Account]) -> None:
    with transaction.atomic():
        Job.objects.filter(state=Job.State.OWED).delete()
        Notice.objects.filter(state=Notice.State.OWED, channel__in=Notice.SENT_BY_WORKERS).delete()
        assert work_off() == (0, False)
        transaction.set_rollback(True)
