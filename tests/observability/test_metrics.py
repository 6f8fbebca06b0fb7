"""Figures: for this machine and for whoever holds the token, for nobody else; with the age of owed work in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courtcase.notices.operations import owe_job

pytestmark = pytest.mark.django_db


def test_this_machine_sees_the_figures(client: Any) -> None:
    owe_job(kind="room.late", subject=None, key="late", not_before=timezone.now() - timedelta(minutes=2))
    answer = client.get("/metrics")
    assert answer.status_code == 200
    figures = dict(
        line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if line.startswith("courtcase_")
    )
    assert 119 < float(figures["courtcase_owed_work_age_seconds"]) < 200
    assert figures["courtcase_undelivered_notices"] == "0.0"
    assert figures["courtcase_failed_jobs"] == "0.0"


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ({"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.7"}, 404),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer the-token"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer другой"}, 404),
        ({"REMOTE_ADDR": "nonsense"}, 404),
    ],
)
def test_others_need_the_token(client: Any, settings: Any, meta: dict[str, str], status: int) -> None:
    settings.METRICS_TOKEN = "the-token"
    assert client.get("/metrics", **meta).status_code == status


def test_an_unset_token_opens_nothing(client: Any) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_figures_are_only_read(client: Any) -> None:
    assert client.post("/metrics").status_code == 405
