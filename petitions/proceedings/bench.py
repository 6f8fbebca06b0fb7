"""Benches: how many seats each has and how many judges it needs (eleven judges; the plenary sits with eight)."""

from __future__ import annotations

from petitions.models import BenchKind

SEATS: dict[BenchKind, int] = {BenchKind.ACCEPTANCE: 3, BenchKind.PANEL: 5, BenchKind.PLENARY: 11}
QUORUM: dict[BenchKind, int] = {BenchKind.ACCEPTANCE: 3, BenchKind.PANEL: 5, BenchKind.PLENARY: 8}
