"""The API does what its schema says, whatever is sent: asked by schemathesis with a valid token of every kind, and with none.

Each request is undone. What is sent fits the schema, or is wrong on purpose; no answer may be a fault of the server, and
each must be one that the schema announces, in the shape it announces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.petitions.api.conftest import Program, program_of
from tests.petitions.api.test_portal import begun, portal, submitted
from tests.petitions.walk import Walk
from tests.rulings.test_api_schema import schema_now

__all__ = ["portal"]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# The scopes of each token; None: no token at all.
TOKENS: tuple[tuple[str, ...] | None, ...] = (None, ("read",), ("draft",), ("submit",), ("read", "draft", "submit"))


@pytest.fixture
def operations() -> dict[str, Any]:
    """Return the operations of the schema by name, to be asked of the application in this process."""
    load_all_checks()
    schema = schemathesis.openapi.from_dict(schema_now())
    schema.app = get_wsgi_application()
    found: list[Any] = [one.ok() for one in schema.get_all_operations()]  # type: ignore[union-attr]
    return {operation.label: operation for operation in found}


@pytest.fixture
def known(walk: Walk) -> list[str]:
    """Return the ids of petitions of the Commissioner: written, approved, and waiting for its signature."""
    program = program_of(walk.cast, "commissioner_head")
    return [one["public_id"] for one in (program.begun(), program.approved(), program.waiting())]


@contextmanager
def kept_connection() -> Iterator[None]:
    """Keep the connection of the test: a request that ends would put it away."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked(case: Any, headers: dict[str, str]) -> None:
    """Send one request, undo it, and compare the answer with the schema."""
    with kept_connection(), transaction.atomic():
        response = case.call(headers=headers)
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)


def takes_something(operation: Any) -> bool:
    """Say whether an operation has a parameter or a body: where it has none, nothing that is sent can be wrong."""
    places = (operation.path_parameters, operation.query, operation.headers, operation.cookies, operation.body)
    return any(len(list(place)) for place in places)


def bombard(operation: Any, *, headers: dict[str, str], ids: list[str], examples: int) -> None:
    """Ask one operation of the schema so many times, half of them with values that it does not allow."""
    wanted = st.sampled_from(ids) | st.uuids().map(str)
    wrong = [GenerationMode.NEGATIVE] if takes_something(operation) else []
    for mode in (GenerationMode.POSITIVE, *wrong):

        @seed(20261129)
        @settings(
            max_examples=max(1, examples // 2),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), public_id=wanted)
        def ask(case: Any, public_id: str) -> None:
            if "public_id" in (case.path_parameters or {}):
                case.path_parameters["public_id"] = public_id
            asked(case, headers)

        ask()


def bombard_all(
    operations: dict[str, Any], secret: str | None, *, ids: list[str], examples: int, of: Callable[[str], bool]
) -> None:
    """Ask every operation whose name `of` accepts."""
    headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {secret}"} if secret else {})}
    for label, operation in operations.items():
        if of(label):
            bombard(operation, headers=headers, ids=ids, examples=examples)


def secret_of(walk: Walk, scopes: tuple[str, ...] | None) -> str | None:
    """Return a token of the Commissioner with these scopes; None for none."""
    found: Program | None = program_of(walk.cast, "commissioner_head", *scopes) if scopes else None
    return found.secret if found else None


@pytest.mark.django_db
class TestTheSchemaHolds:
    def test_whatever_is_sent(self, operations: dict[str, Any], known: list[str], walk: Walk) -> None:
        secret = secret_of(walk, ("read", "draft", "submit"))
        bombard_all(operations, secret, ids=known, examples=6, of=lambda label: "/v1/petitions" in label)

    @pytest.mark.faults
    @pytest.mark.parametrize("scopes", TOKENS)
    def test_whoever_sends_it(
        self, operations: dict[str, Any], known: list[str], walk: Walk, scopes: tuple[str, ...] | None
    ) -> None:
        secret = secret_of(walk, scopes)
        many = 12 if scopes and len(scopes) > 1 else 4
        bombard_all(operations, secret, ids=known, examples=many, of=lambda label: "portal" not in label)

    @pytest.mark.faults
    def test_whatever_a_portal_sends(self, operations: dict[str, Any], portal: Program) -> None:
        ids = [begun(portal)["public_id"], submitted(portal, external_number="P-2")["public_id"]]
        of_a_portal = ("portal", "changes")
        bombard_all(
            operations, portal.secret, ids=ids, examples=12, of=lambda label: any(one in label for one in of_a_portal)
        )
