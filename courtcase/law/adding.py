"""Acts and norms that somebody adds to the list of law: the files that come with the program cannot name every one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from courtcase.law.citing.names import DOCUMENTS
from courtcase.law.folding import searchable
from courtcase.law.languages import LANGUAGES
from courtcase.law.models import Act, AreaOfLaw, Provision
from courtcase.law.models.acts import ActKind, ActStatus, Level
from courtcase.law.models.rules import Certainty
from courtcase.law.provisions import Segment, path_of, sort_key_of
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.operations import open_subject, record

IMPLIED = "Implied by a part of it"
# Two people who add one act wait for each other here.
ADDING_LOCK = 0x4C4157414354  # "LAWACT"
LONGEST_CODE = 48


@operation
def add_act(
    *,
    kind: str,
    titles: Mapping[str, str],
    source: str,
    actor: Actor,
    at: datetime,
    short: Mapping[str, str] | None = None,
    number: str = "",
    adopted_on: date | None = None,
    status: str = ActStatus.UNKNOWN,
    area: AreaOfLaw | None = None,
) -> Act:
    """Add an act (code, law, order) to the list of law, and the act as a whole to its norms, as seen in `source`.

    `titles` and `short` names are by language (kk, ru, en); `adopted_on` is a legal day. The row stays: its code stands in
    public addresses. Returns it. Raises NotAllowed, OperationError beside the field that is missing, or beside `title_ru`
    for an act that is known already.
    """
    ensure(actor, "rule.change", at)
    lock_list()
    facts = facts_of(
        kind=kind,
        titles=titles,
        short=short or {},
        number=number,
        adopted_on=adopted_on,
        status=status,
        area=area,
        source=source,
    )
    act = Act(code=free_code(str(facts["title_en"]), adopted_on), certainty=Certainty.SEEN, **facts)
    act.search_text = found_by(act)
    act.save()
    whole = [Segment(Level.WHOLE, "")]
    values = row_of(whole, None, certainty=Certainty.SEEN, source=act.source)
    Provision.objects.create(act=act, path=path_of(whole), **values)
    body = {"act": act.code, "kind": kind}
    record(subject=open_subject(kind="rule", at=at), event="act.added", actor=actor, at=at, body=body)
    return act


def lock_list() -> None:
    """Let whoever else adds or corrects an act wait for the end of this transaction: two may be about one act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDING_LOCK])


def facts_of(
    *,
    kind: str,
    titles: Mapping[str, str],
    short: Mapping[str, str],
    number: str,
    adopted_on: date | None,
    status: str,
    area: AreaOfLaw | None,
    source: str,
    but: Act | None = None,
) -> dict[str, Any]:
    """Return the columns of an act by what was told of it, by name; `titles` and `short` are by language.

    Called once the list is locked. Raises OperationError beside the field that is missing, or beside `title_ru` where an
    act other than `but` is in the list already.
    """
    named = {language: " ".join(titles.get(language, "").split()) for language in LANGUAGES}
    require_facts(kind=kind, named=named, number=number, source=source)
    if is_known(kind=kind, named=named, number=number.strip(), adopted_on=adopted_on, but=but):
        raise OperationError(_("This act is in the list already."), field="title_ru")
    return {
        "kind": kind,
        "number": number.strip()[:40],
        "adopted_on": adopted_on,
        "status": status,
        "area": area,
        "source": source.strip()[:300],
        **{f"title_{language}": words[:600] for language, words in named.items()},
        **{f"short_{language}": " ".join(short.get(language, "").split())[:200] for language in LANGUAGES},
    }


def found_by(act: Act) -> str:
    """Return the words by which an act is found: its names in three languages, what else it is called, its number."""
    names = [getattr(act, f"{what}_{language}") for what in ("title", "short") for language in LANGUAGES]
    return searchable(*names, " ".join(act.aliases), act.number)


def require_facts(*, kind: str, named: Mapping[str, str], number: str, source: str) -> None:
    """Raise OperationError beside the first fact without which an act can be neither read nor found."""
    # A Constitution is no row alone: editions, articles and what took whose place come with it.
    if kind not in ActKind.values or kind == ActKind.CONSTITUTION:
        raise OperationError(_("Choose what kind of act it is."), field="kind")
    for language in LANGUAGES:
        if not named[language]:
            raise OperationError(_("Name the act in all three languages."), field=f"title_{language}")
    if kind in DOCUMENTS and not number.strip():
        raise OperationError(_("Texts cite acts of this kind by their number: write it."), field="number")
    if not source.strip():
        raise OperationError(_("Say where the act was seen."), field="source")


def is_known(
    *, kind: str, named: Mapping[str, str], number: str, adopted_on: date | None, but: Act | None = None
) -> bool:
    """Say whether the list has an act of this kind, other than `but`, by one of these titles, or by its number and day."""
    same = Q(title_kk__iexact=named["kk"]) | Q(title_ru__iexact=named["ru"]) | Q(title_en__iexact=named["en"])
    if kind in DOCUMENTS:
        # Orders of one title are many: they are told apart by number and day.
        same = Q(number__iexact=number, adopted_on=adopted_on)
    elif number:
        same |= Q(number__iexact=number)
    others = Act.objects.exclude(pk=but.pk) if but is not None else Act.objects.all()
    return others.filter(same, kind=kind).exists()


def free_code(title: str, adopted_on: date | None) -> str:
    """Return a code for an act that no other has: words of its English title and its year."""
    words = slugify(title)[:LONGEST_CODE].strip("-") or "act"
    base = f"{words}-{adopted_on.year}" if adopted_on else words
    code, number = base, 1
    while Act.objects.filter(code=code).exists():
        number += 1
        code = f"{base}-{number}"
    return code


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
