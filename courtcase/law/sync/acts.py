"""Acts, provisions, areas and bodies: by natural key, corrected in place, never removed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from courtcase.law.folding import searchable
from courtcase.law.models import Act, AreaOfLaw, Correspondence, Provision, Referral
from courtcase.law.provisions import Segment, parse_segments, path_of, sort_key_of
from courtcase.law.sync.files import read_csv
from courtcase.law.sync.report import Report

HEADINGS = ("heading_kk", "heading_ru", "heading_en")


def put(*, model: type[Model], key: dict[str, Any], values: dict[str, Any], report: Report) -> Any:
    """Create the row of `key`, or correct in place what differs from `values`; return it."""
    kind = str(model._meta.verbose_name)
    row, created = model._default_manager.get_or_create(**key, defaults=values)
    changed = [] if created else [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    report.add(kind, "created" if created else "changed" if changed else "unchanged")
    return row


def sync_lists(*, report: Report) -> None:
    """Bring areas of law and the bodies that may help into step with their files."""
    for position, line in enumerate(read_csv("areas.csv"), start=1):
        put(model=AreaOfLaw, key={"code": line.pop("code")}, values={**line, "position": position}, report=report)
    for position, line in enumerate(read_csv("referrals.csv"), start=1):
        values: dict[str, Any] = {**line, "petitions_for": line["petitions_for"].split(), "position": position}
        put(model=Referral, key={"code": values.pop("code")}, values=values, report=report)


def sync_acts(*, report: Report) -> None:
    """Bring acts into step with acts.csv and act_areas.csv, with their folded names for the picker."""
    known = {area.code: area for area in AreaOfLaw.objects.all()}
    areas = {line["act"]: known[line["area"]] for line in read_csv("act_areas.csv")}
    for line in read_csv("acts.csv"):
        names = [line[f"{column}_{language}"] for column in ("title", "short") for language in ("kk", "ru", "en")]
        values: dict[str, Any] = {
            **line,
            "aliases": line["aliases"].split(),
            "adopted_on": date.fromisoformat(line["adopted_on"]) if line["adopted_on"] else None,
            "area": areas.get(line["code"]),
            "search_text": searchable(*names, line["aliases"], line["number"]),
        }
        put(model=Act, key={"code": values.pop("code")}, values=values, report=report)


def sync_provisions(*, report: Report) -> None:
    """Bring provisions into step with constitution.csv and provisions.csv; what they are parts of is made as needed."""
    acts = {act.code: act for act in Act.objects.all()}
    lines = read_csv("constitution.csv") + read_csv("provisions.csv")
    named = {(line["act"], line["segments"]) for line in lines}
    for line in lines:
        act, segments = acts[line["act"]], parse_segments(line["segments"])
        parent = None
        for depth in range(1, len(segments)):
            above = segments[:depth]
            if (act.code, written(above)) in named:
                parent = Provision.objects.get(act=act, path=path_of(above))
            else:
                parent = put_provision(act=act, segments=above, parent=parent, line=None, report=report)
        put_provision(act=act, segments=segments, parent=parent, line=line, report=report)


def sync_correspondence(*, report: Report) -> None:
    """Bring into step what a later act put in the place of an earlier one's provisions; both must be known."""
    for line in read_csv("correspondence.csv"):
        first, later = (
            Provision.objects.get(act__code=line[act], path=path_of(parse_segments(line[segments])))
            for act, segments in (("act", "segments"), ("later_act", "later_segments"))
        )
        values = {"certainty": line["certainty"], "source": line["source"]}
        put(model=Correspondence, key={"provision": first, "later": later}, values=values, report=report)


def written(segments: list[Segment]) -> str:
    """Return segments as a data file writes them."""
    return " / ".join(f"{segment.level} {segment.label}".strip() for segment in segments)


def put_provision(
    *, act: Act, segments: list[Segment], parent: Provision | None, line: dict[str, str] | None, report: Report
) -> Provision:
    """Create or correct one provision; without a `line` of its own it is known only as what others are parts of."""
    values: dict[str, Any] = {
        "parent": parent,
        "level": segments[-1].level,
        "label": segments[-1].label,
        "sort_key": sort_key_of(segments),
        "certainty": line["certainty"] if line else "I",
        "source": line["source"] if line else "Implied by a part of it",
    }
    headings = {name: line[name] if line else "" for name in HEADINGS}
    values.update(headings, search_text=searchable(*headings.values()) if any(headings.values()) else "")
    return put(model=Provision, key={"act": act, "path": path_of(segments)}, values=values, report=report)
