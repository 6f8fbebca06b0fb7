"""What is sealed of a watch, and what it waits for, as values that can be compared."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from courtcase.keys.operations import blind_index, blind_indexes, open_json
from courtcase.law.models import Provision
from courtcase.notices.identity import canonical_address
from rulings.models import Ruling, Watch, WatchKind
from rulings.publication.filters import FilterForm, Filters

PURPOSE = "watch"
WHAT, WHOM = "watch.what", "watch.whom"
# What of an address of the list is kept: the filters, without the place in the list.
KEPT = frozenset(FilterForm.base_fields)


@dataclass(frozen=True)
class Wanted:
    """What somebody waits for: the filters of a search, or a ruling or norm that may be cited."""

    filters: dict[str, str] = field(default_factory=dict)
    ruling: Ruling | None = None
    provision: Provision | None = None

    @property
    def kind(self) -> WatchKind:
        """Return which kind of watch it is."""
        return WatchKind.SEARCH if self.ruling is None and self.provision is None else WatchKind.CITED

    @property
    def index(self) -> bytes:
        """Return the blind index under which the wish is written."""
        return blind_index(self.in_words, WHAT)

    @property
    def indexes(self) -> list[bytes]:
        """Return every blind index by which the same wish is found again."""
        return blind_indexes(self.in_words, WHAT)

    @property
    def in_words(self) -> str:
        """Return the wish as a text that is the same for the same wish."""
        parts = [
            str(self.kind),
            self.ruling.pk if self.ruling else None,
            self.provision.pk if self.provision else None,
            sorted(self.filters.items()),
        ]
        return json.dumps(parts, ensure_ascii=False)


def filters_kept(query: dict[str, Any]) -> dict[str, str]:
    """Return the filters of an address that are not blank."""
    return {name: str(value) for name, value in query.items() if name in KEPT and str(value).strip()}


def index_of_address(email: str) -> bytes:
    """Return the blind index of an e-mail address, however its letters are cased."""
    return blind_index(canonical_address({"email": email}), WHOM)


def indexes_of_address(email: str) -> list[bytes]:
    """Return every blind index under which an e-mail address may stand."""
    return blind_indexes(canonical_address({"email": email}), WHOM)


def opened(watch: Watch) -> dict[str, Any]:
    """Return what is sealed of a watch: `email` and `filters`."""
    return dict(open_json(watch.data_key, bytes(watch.sealed), purpose=PURPOSE))


def asked_of(filters: dict[str, str]) -> Filters:
    """Return kept filters as the list reads them."""
    return Filters.of(FilterForm(filters))
