"""Checks at the start: the matrix is complete, and the gate stands before every view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import get_resolver

from courtcase.people.permissions import DECLARED, PUBLIC_ACTIONS, SCOPES, Action, MatrixRow, matrix
from courtcase.people.roles import NOBODY, PSEUDO_ROLES, Role
from courtcase.people.third_party import ACTION_BY_URL_NAME

GATE = "courtcase.people.middleware.ActionMiddleware"


def faults_of(rows: Sequence[MatrixRow], declared: Mapping[str, Action]) -> list[CheckMessage]:
    """Return what is wrong with a matrix, given the declared actions."""
    named = {row.action for row in rows}
    roles = PSEUDO_ROLES | set(Role.values)
    faults: list[CheckMessage] = [
        Error(f"The action {name} of {declared[name].app} has no row in matrix.csv.", id="people.E001")
        for name in sorted(set(declared) - named)
    ]
    faults += [
        Error(f"matrix.csv names the action {name}, which no app declares.", id="people.E002")
        for name in sorted(named - set(declared))
    ]
    faults += [
        Error(f"matrix.csv names an unknown role or scope: {', '.join(row)}.", id="people.E003")
        for row in rows
        if row.role not in roles or row.scope not in SCOPES
    ]
    seen: set[MatrixRow] = set()
    for row in rows:
        if row in seen:
            faults.append(Error(f"matrix.csv says twice: {', '.join(row)}.", id="people.E004"))
        seen.add(row)
    return faults


def faults_of_public(rows: Iterable[MatrixRow], public: Iterable[str]) -> list[CheckMessage]:
    """Return a fault for each action a view calls public but the matrix does not give to nobody."""
    open_to_all = {row.action for row in rows if row.role == NOBODY}
    return [
        Error(f"A view calls {name} public, but matrix.csv does not give it to nobody.", id="people.E005")
        for name in sorted(set(public) - open_to_all)
    ]


@register()
def matrix_is_complete(app_configs: Any, **keywords: Any) -> list[CheckMessage]:
    """Fail the start when an action has no row or a row names what nobody knows."""
    _ = get_resolver().url_patterns  # importing the addresses runs the decorators of every view
    unknown = sorted(set(ACTION_BY_URL_NAME.values()) - set(DECLARED))
    faults: list[CheckMessage] = [
        Error(f"third_party.py names the action {name}, which no app declares.", id="people.E002") for name in unknown
    ]
    return [*faults, *faults_of(matrix(), DECLARED), *faults_of_public(matrix(), PUBLIC_ACTIONS)]


@register()
def gate_stands(app_configs: Any, **keywords: Any) -> list[CheckMessage]:
    """Fail the start when the middleware that guards every view is not installed."""
    if GATE in settings.MIDDLEWARE:
        return []
    return [Error(f"{GATE} is missing from MIDDLEWARE: every view would be open.", id="people.E006")]
