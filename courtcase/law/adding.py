"""Norms that somebody adds to the list of law: the files that come with the program cannot name every one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.folding import searchable
from courtcase.law.languages import LANGUAGES
from courtcase.law.models import Act, Provision
from courtcase.law.models.rules import Certainty
from courtcase.law.provisions import Segment, path_of, sort_key_of
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.operations import open_subject, record

IMPLIED = "Implied by a part of it"


@operation
def add_provision(
    *,
    act: Act,
    segments: Sequence[Segment],
    headings: Mapping[str, str],
    source: str,
    actor: Actor,
    at: datetime,
) -> Provision:
    """Add a provision of a known act, with all it is a part of, as seen in `source`; `headings` say what it is about.

    The row stays: what is wrong in it is corrected, never removed. Returns it. Raises NotAllowed, OperationError beside
    `words` for one that is known already and beside `source` where that is not said.
    """
    ensure(actor, "rule.change", at)
    if not source.strip():
        raise OperationError(_("Say where the norm was seen."), field="source")
    path = path_of(list(segments))
    # Whoever adds the same norm at once waits here, and then finds it.
    Act.objects.select_for_update(no_key=True).only("pk").get(pk=act.pk)
    if not segments or Provision.objects.filter(act=act, path=path).exists():
        raise OperationError(_("This norm is in the list already."), field="words")
    parent: Provision | None = None
    for depth in range(1, len(segments)):
        above = list(segments[:depth])
        values = row_of(above, parent, certainty=Certainty.INFERRED, source=IMPLIED)
        parent, _created = Provision.objects.get_or_create(act=act, path=path_of(above), defaults=values)
    said = {f"heading_{language}": headings.get(language, "").strip()[:300] for language in LANGUAGES}
    norm: Provision = Provision.objects.create(
        act=act,
        path=path,
        search_text=searchable(*said.values()) if any(said.values()) else "",
        **said,
        **row_of(list(segments), parent, certainty=Certainty.SEEN, source=source.strip()[:300]),
    )
    body = {"act": act.code, "path": path}
    record(subject=open_subject(kind="rule", at=at), event="provision.added", actor=actor, at=at, body=body)
    return norm


def row_of(segments: list[Segment], parent: Provision | None, *, certainty: str, source: str) -> dict[str, object]:
    """Return the columns that follow from where a provision stands."""
    return {
        "parent": parent,
        "level": segments[-1].level,
        "label": segments[-1].label,
        "sort_key": sort_key_of(segments),
        "certainty": certainty,
        "source": source,
    }
