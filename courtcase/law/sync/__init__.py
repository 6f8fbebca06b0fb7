"""Bringing the rows of law into step with the data files: created, changed, superseded or unchanged, never lost."""

from __future__ import annotations
