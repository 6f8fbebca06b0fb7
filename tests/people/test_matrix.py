"""The matrix is complete, says what it should of the most dangerous rows, and its check finds every kind of fault."""

from __future__ import annotations

import pytest

from courtcase.people.checks import faults_of, faults_of_public, gate_stands, matrix_is_complete
from courtcase.people.permissions import Action, MatrixRow, granted, matrix
from courtcase.people.third_party import ACTION_BY_URL_NAME, action_of

DECLARED = {"petition.register": Action("petition.register", "petitions")}
GOOD = MatrixRow("petition.register", "clerk", "intake")


def test_the_matrix_of_the_project_is_complete() -> None:
    assert [fault.msg for fault in matrix_is_complete(None)] == []


def test_the_gate_is_installed(settings: object) -> None:
    assert gate_stands(None) == []
    settings.MIDDLEWARE = []  # type: ignore[attr-defined]
    assert [fault.id for fault in gate_stands(None)] == ["people.E006"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([GOOD], []),
        ([], ["people.E001"]),
        ([GOOD, MatrixRow("petition.eat", "clerk", "all")], ["people.E002"]),
        ([GOOD, MatrixRow("petition.register", "cook", "all")], ["people.E003"]),
        ([GOOD, MatrixRow("petition.register", "judge", "kitchen")], ["people.E003"]),
        ([GOOD, GOOD], ["people.E004"]),
    ],
)
def test_a_fault_in_the_matrix_is_found(rows: list[MatrixRow], expected: list[str]) -> None:
    assert [fault.id for fault in faults_of(rows, DECLARED)] == expected


def test_a_view_called_public_must_be_open_to_nobody() -> None:
    rows = [MatrixRow("page.home", "nobody", "all")]
    assert faults_of_public(rows, ["page.home"]) == []
    assert [fault.id for fault in faults_of_public(rows, ["queue.view"])] == ["people.E005"]


def test_what_is_open_to_nobody_is_only_this() -> None:
    secret = {"petition.read", "case.read", "ruling.read_draft", "queue.view", "audit.reads", "account.settings"}
    opened = {action for action, role in granted() if role == "nobody"}
    assert not opened & secret
    assert all(row.scope == "all" for row in matrix() if row.role == "nobody")


@pytest.mark.parametrize("role", ["administrator", "auditor", "data_protection_officer", "consultant"])
def test_who_must_not_read_petitions_cannot(role: str) -> None:
    texts = {"petition.read", "case.read", "ruling.read_draft", "study.view"}
    assert not {action for action, holder in granted() if holder == role} & texts


def test_an_auditor_reads_only_what_was_granted() -> None:
    scopes = {row.scope for row in matrix() if row.role == "auditor" and row.action == "petition.examine"}
    assert scopes == {"granted"}


def test_a_program_sees_what_its_institution_filed_and_nothing_else() -> None:
    reached = {(row.action, row.scope) for row in matrix() if row.role == "machine"}
    assert {scope for _action, scope in reached} == {"institution"}
    assert all(action.startswith("petition.") for action, _scope in reached)
    assert not {"petition.examine", "petition.register", "petition.withdraw"} & {action for action, _scope in reached}


def test_only_the_administrator_gives_roles() -> None:
    assert {role for action, role in granted() if action == "administration.roles"} == {"administrator"}


def test_only_the_bench_and_its_secretariat_read_drafts() -> None:
    readers = {role for action, role in granted() if action == "ruling.read_draft"}
    assert readers == {"judge", "chair", "deputy_chair", "secretary", "publisher"}


def test_a_third_partys_view_has_an_action_only_by_name_and_module() -> None:
    assert action_of("allauth.account.views", "account_login") == "account.sign_in"
    assert action_of("allauth.account.views", "account_new_feature") is None
    assert action_of("allauth.account.views", None) is None
    assert action_of("petitions.filing.views", "account_login") is None
    assert action_of("allauth.account_evil.views", "account_login") is None
    assert set(ACTION_BY_URL_NAME.values()) <= {row.action for row in matrix()}
