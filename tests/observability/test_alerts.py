"""The alert rules and the dashboard speak of figures that exist, and each alert leads to what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy/prometheus/courtcase.rules.yml"
DASHBOARD = ROOT / "deploy/grafana/courtcase.json"
INCIDENTS = ROOT / "docs/incidents.md"
NAME = re.compile(r"\b(?:courtcase|django|process|python)_\w+")
# What Prometheus itself says of each of its targets.
OF_PROMETHEUS = {"up"}


def rules() -> list[dict[str, Any]]:
    """Return every alert rule."""
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> dict[str, str]:
    """Return every expression of rules and dashboard by a word that names it."""
    found = {rule["alert"]: str(rule["expr"]) for rule in rules()}
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        found |= {f"{panel['title']} {one['refId']}": one["expr"] for one in panel["targets"]}
    return found


@pytest.fixture
def figures(db: None) -> set[str]:
    """The names of the samples that /metrics gives, once it has seen a page and an error."""
    client = Client(REMOTE_ADDR="127.0.0.1", raise_request_exception=False)
    client.get("/ru/privacy/")
    told = client.get("/metrics").content.decode()
    samples = {line.split("{")[0].split(" ")[0] for line in told.splitlines() if line and not line.startswith("#")}
    # A counter that counted nothing yet has no sample, but its family is told.
    families = re.findall(r"^# TYPE (\S+) (\S+)", told, re.MULTILINE)
    return samples | {name for name, kind in families if kind == "counter"}


def test_every_figure_that_is_named_is_told(figures: set[str]) -> None:
    unknown = {
        f"{where}: {name}"
        for where, expression in expressions().items()
        for name in NAME.findall(re.sub(r"\{[^}]*\}", "", expression))
        if name not in figures
    }
    assert unknown == set()


def test_nothing_is_named_that_no_test_knows() -> None:
    """A figure of another exporter would pass the test above unseen: none is used."""
    words = {"by", "le", "view", "type", "status", "sum", "rate", "max", "topk", "deriv", "histogram_quantile"}
    words |= {"min_over_time", "e6"}
    for expression in expressions().values():
        bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\d[\d.]*(?:e\d+)?", " ", expression)
        assert set(re.findall(r"[a-z_]\w*", bare)) - set(NAME.findall(bare)) - words - OF_PROMETHEUS == set()


def test_every_expression_and_span_is_one_that_prometheus_reads() -> None:
    """By a parser of PromQL that is not ours; what Grafana puts in before it asks stands as it would."""
    for where, expression in expressions().items():
        asked = expression.replace("$__rate_interval", "5m").replace("$__range", "1h")
        assert promql_parser.parse(asked), where
    with pytest.raises(ValueError, match="unclosed"):
        promql_parser.parse("sum(rate(courtcase_x[5m])")
    assert all(promql_parser.parse(f"up[{rule['for']}]") for rule in rules())


def test_a_rule_has_the_fields_of_an_alert_and_no_other() -> None:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    assert all(set(group) <= {"name", "interval", "rules"} for group in groups)
    assert {frozenset(rule) for rule in rules()} == {frozenset({"alert", "expr", "for", "labels", "annotations"})}


def test_every_alert_has_a_name_of_its_own_a_weight_and_a_page() -> None:
    anchors = {
        f"docs/incidents.md#{title.lower()}" for title in re.findall(r"^### (\w+)$", INCIDENTS.read_text(), re.M)
    }
    named = [rule["alert"] for rule in rules()]
    assert len(named) == len(set(named))
    assert {rule["labels"]["severity"] for rule in rules()} == {"page", "look"}
    assert {rule["annotations"]["runbook"] for rule in rules()} == anchors
    assert all(rule["for"] and rule["annotations"]["summary"] for rule in rules())


def test_dashboard_asks_whichever_source_it_is_given() -> None:
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    assert len({panel["id"] for panel in panels}) == len(panels)
