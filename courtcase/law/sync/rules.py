"""Rows of rules: a confirmed row, or one whose substance changed, is superseded; others have their words corrected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from courtcase.law.models import (
    Act,
    Edition,
    Ground,
    KeepingTerm,
    PetitionerKind,
    ReceiptRule,
    Rule,
    RuleRow,
    Series,
    Term,
)
from courtcase.law.operations import supersede_rule
from courtcase.law.rows import differing, is_substance
from courtcase.law.sync.files import read_json
from courtcase.law.sync.report import Report
from courtcase.people.actors import Actor

FILES: tuple[tuple[type[RuleRow], str], ...] = (
    (Rule, "rules.json"),
    (ReceiptRule, "receipt.json"),
    (KeepingTerm, "keeping.json"),
    (Term, "terms.json"),
    (Series, "series.json"),
    (Edition, "editions.json"),
    (PetitionerKind, "petitioner_kinds.json"),
    (Ground, "grounds.json"),
)
ENTERED_BY = "sync_law"


def sync_rules(*, report: Report, actor: Actor, at: datetime) -> None:
    """Bring every kind of rule into step with its file."""
    for model, name in FILES:
        for values in read_json(name):
            sync_rule(model=model, values=with_acts(values), report=report, actor=actor, at=at)


def with_acts(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an edition with its acts in place of their codes."""
    return {
        name: Act.objects.get(code=value) if name in {"constitution", "constitutional_law"} else value
        for name, value in values.items()
    }


def sync_rule(*, model: type[RuleRow], values: dict[str, Any], report: Report, actor: Actor, at: datetime) -> RuleRow:
    """Bring one rule into step with `values` of its file and return the row that stands.

    A row that an operation ended (the law changed later) keeps its last day: a file that leaves it open says nothing.
    A row that people entered here is left alone and remarked on: the Court's own setting outweighs our default.
    """
    kind = str(model._meta.verbose_name)
    row = model._default_manager.current().filter(code=values["code"], applies_from=values["applies_from"]).first()
    if row is None:
        report.add(kind, "created")
        return model._default_manager.create(**values, entered_at=at, entered_by=ENTERED_BY)
    if values.get("applies_to") is None and row.applies_to is not None:
        values = {name: value for name, value in values.items() if name != "applies_to"}
    changed = differing(row, values)
    if not changed:
        report.add(kind, "unchanged")
        return row
    if row.entered_by != ENTERED_BY:
        report.add(kind, "unchanged")
        report.remarks.append(f"{row}: the Court's own row differs from the file in {', '.join(sorted(changed))}")
        return row
    if row.confirmed_on is not None or any(is_substance(name) for name in changed):
        report.add(kind, "superseded")
        return supersede_rule(row=row, values=values, entered_by=ENTERED_BY, actor=actor, at=at)
    report.add(kind, "changed")
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=sorted(changed))
    return row
