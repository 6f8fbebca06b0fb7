"""A ruling with everything small its page shows beside the text, in the ruling's own statement.

What is shown is read from the rows that hold it each time, so it can never be older than they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from courtcase.law.models import PetitionerKind
from courtcase.people.models import Institution
from rulings.models import (
    BenchMember,
    Measure,
    MeasureStep,
    Mending,
    OfficialPublication,
    PlainWords,
    Rendition,
    Ruling,
    RulingPetition,
)
from rulings.models.kinds import LANGUAGES
from rulings.publication.shown import done_to

Row = TypeVar("Row", bound=Model)
PUBLICATION = ("place", "day", "issue", "link")
MENDING = ("kind", "language", "reason", "decided_at", "asked_at")
WORDS = ("source", *(f"note_{language}" for language in LANGUAGES))
STEP = ("says", "stage", "day", *WORDS)
RENDITION = ("language", "version", "html")
BODY = tuple(f"name_{language}" for language in LANGUAGES)


def told(found: QuerySet[Any], names: Iterable[str]) -> ArraySubquery:
    """Return these columns of the rows as one column of JSON."""
    return ArraySubquery(found.values(told=JSONObject(**{name: name for name in names})))


def rows_of(model: type[Row], kept: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return the rows that `told` put into one column, as instances that hold those columns."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return [model(**{name: fields[name].to_python(value) for name, value in one.items()}) for one in kept]


def with_everything(found: QuerySet[Ruling]) -> QuerySet[Ruling]:
    """Return rulings each with its case, its source, and what the functions below tell of it.

    `judges` are who sat, `petitioners` how many of each kind, never who they are.
    """
    judges = BenchMember.objects.filter(ruling=OuterRef("pk")).order_by("position")
    publications = OfficialPublication.objects.filter(ruling=OuterRef("pk")).order_by("day", "pk")
    mendings = done_to(Mending.objects.filter(ruling=OuterRef("pk")))
    agreed = PlainWords.objects.filter(ruling=OuterRef("pk"), approved_at__isnull=False).order_by("-version")
    newest = Rendition.objects.filter(ruling=OuterRef("pk")).order_by("language", "-version").distinct("language")
    kinds = PetitionerKind.objects.current().filter(code=OuterRef("petition__petitioner_kind"))
    names = {f"name_{code}": Subquery(kinds.values(f"name_{code}")[:1]) for code in LANGUAGES}
    counts = (
        RulingPetition.objects.filter(ruling=OuterRef("pk"))
        .order_by("petition__petitioner_kind")
        .values("petition__petitioner_kind")
        .annotate(count=Count("id"), **names)
    )
    counted = JSONObject(count="count", **{name: name for name in names})
    return found.select_related("case", "facts").annotate(
        judges=told(judges, ("name_printed", "presides", "rapporteur")),
        petitioners=ArraySubquery(counts.values(counted=counted)),
        publications_told=told(publications, PUBLICATION),
        mendings_told=told(mendings, MENDING),
        plain_told=Subquery(agreed.values("sentences")[:1]),
        renditions_told=told(newest, RENDITION),
    )


def renditions_of(ruling: Ruling) -> dict[str, Rendition]:
    """Return what is shown of a ruling that came `with_everything`, by language."""
    return {one.language: one for one in rows_of(Rendition, getattr(ruling, "renditions_told", ()))}


def publications_of(ruling: Ruling) -> list[OfficialPublication]:
    """Return the official publications of a ruling that came `with_everything`."""
    return rows_of(OfficialPublication, getattr(ruling, "publications_told", ()))


def mendings_of(ruling: Ruling) -> list[Mending]:
    """Return the mendings done to a ruling that came `with_everything`."""
    return rows_of(Mending, getattr(ruling, "mendings_told", ()))


def explained_in(ruling: Ruling, language: str) -> list[str]:
    """Return the plain words of a ruling that came `with_everything`, in a language."""
    return list((getattr(ruling, "plain_told", None) or {}).get(language, ()))


def measures_of(ruling: Ruling) -> list[tuple[Measure, list[MeasureStep]]]:
    """Return the measures of a ruling, each with its history, in one statement."""
    steps = MeasureStep.objects.filter(measure=OuterRef("pk")).order_by("id")
    is_withdrawn = Q(withdrawal__decided_at__isnull=False)
    words = {name: Case(When(is_withdrawn, then=Value("")), default=F(name)) for name in WORDS}
    because = {"withdrawn_at": "withdrawal__decided_at", "withdrawn_because": "withdrawal__reason"}
    columns = {name: name for name in STEP} | words | because | {name: f"institution__{name}" for name in BODY}
    in_one = ArraySubquery(steps.values(told=JSONObject(**columns)))
    found = ruling.measures.select_related("answerable", "resulting_act").annotate(steps_told=in_one)
    return [(one, [step_of(told_of) for told_of in one.steps_told]) for one in found]


def step_of(kept: Mapping[str, Any]) -> MeasureStep:
    """Return an entry of a measure's history as it was put into a column, with the name of the body that made it."""
    [step] = rows_of(MeasureStep, [{name: kept[name] for name in STEP}])
    if kept["withdrawn_at"]:
        step.withdrawn_at, step.withdrawn_because = parse_datetime(kept["withdrawn_at"]), kept["withdrawn_because"]
    if kept[BODY[0]]:
        step.institution = Institution(**{name: kept[name] for name in BODY})
    return step
