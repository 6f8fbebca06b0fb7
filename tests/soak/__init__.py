"""Soak: a mixed load over HTTP, faults drawn by seed, and a reckoning of every promise at the end (docs/faults.md)."""
