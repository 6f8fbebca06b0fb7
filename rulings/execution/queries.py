"""What became of the rulings: measures as people are shown them, counted and listed by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise

from courtcase.people.models import Institution
from rulings.models import Measure, MeasureAsking, MeasureDoer, MeasureStep, Stage
from rulings.models.measures import OVERDUE, OVERDUE_LABEL, PENDING

TONES = {
    Stage.DUE: "warn",
    Stage.DRAFT_PREPARED: "warn",
    Stage.INTRODUCED: "warn",
    Stage.ADOPTED: "good",
    Stage.IN_FORCE: "good",
    Stage.NOT_REQUIRED: "plain",
    Stage.UNKNOWN: "plain",
    OVERDUE: "bad",
}
LABELS: dict[str, str | Promise] = {**{str(code): label for code, label in Stage.choices}, OVERDUE: OVERDUE_LABEL}
STAGES = (OVERDUE, *Stage.values)


def overdue(today: date) -> Q:
    """Return the condition for measures whose term ran out before `today` (a legal day) with nothing introduced."""
    return Q(stage__in=sorted(PENDING), due_on__lt=today)


def stage_on(measure: Measure, today: date) -> str:
    """Return the stage of a measure as it is shown on a legal day: overdue follows from its term."""
    if measure.stage in PENDING and measure.due_on is not None and measure.due_on < today:
        return OVERDUE
    return str(measure.stage)


@dataclass(frozen=True)
class MeasureLine:
    """A measure as a page shows it; `said` is what bodies and sources say of it, `confirmed` what the Court has confirmed."""

    measure: Measure
    stage: str
    label: str | Promise
    tone: str
    said: list[MeasureStep]
    confirmed: list[MeasureStep]

    @property
    def rests_on_source(self) -> bool:
        """Say whether its stage is what a public source tells, and the Court has confirmed none here."""
        told = {step.stage for step in self.said if step.says == MeasureStep.Says.SOURCE}
        return not self.confirmed and self.measure.stage in told


def measure_line(measure: Measure, today: date, steps: list[MeasureStep] | None = None) -> MeasureLine:
    """Return a measure as a page shows it on a legal day; `steps` is its history where it does not hold it itself."""
    stage = stage_on(measure, today)
    said: list[MeasureStep] = []
    confirmed: list[MeasureStep] = []
    for step in map(as_withdrawn, measure.steps.all() if steps is None else steps):
        (confirmed if step.says == MeasureStep.Says.COURT else said).append(step)
    return MeasureLine(measure, stage, LABELS[stage], TONES[stage], said, confirmed)


def shown_steps() -> Prefetch:
    """Return how the history of measures is read wherever it is shown: in its order, without the words that were withdrawn."""
    found = MeasureStep.objects.select_related("institution", "document", "withdrawal").order_by("id")
    return Prefetch("steps", queryset=found)


def as_withdrawn(step: MeasureStep) -> MeasureStep:
    """Return an entry as everyone is shown it: where its words were withdrawn, when and why stand in their place.

    An entry that was put together for a page (`rulings/publication/whole.py`) is that already.
    """
    withdrawal = getattr(step, "withdrawal", None) if step.pk else None
    if withdrawal is not None and withdrawal.decided_at is not None:
        step.note_kk = step.note_ru = step.note_en = step.source = ""
        step.document = None
        step.withdrawn_at, step.withdrawn_because = withdrawal.decided_at, withdrawal.reason
    return step


def public_measures() -> QuerySet[Measure]:
    """Return the measures of published rulings with what a list shows of each."""
    return as_shown(Measure.objects.filter(ruling__state="published"))


def as_shown(found: QuerySet[Measure]) -> QuerySet[Measure]:
    """Return measures with what a list shows of each: its ruling, who answers, who does a part, its history."""
    doers = Prefetch("doers", queryset=MeasureDoer.objects.select_related("institution"))
    related = found.select_related("ruling", "ruling__facts", "answerable", "resulting_act")
    return related.prefetch_related(shown_steps(), doers)


def narrowed(found: QuerySet[Measure], *, body: str = "", year: str = "") -> QuerySet[Measure]:
    """Return the measures of the body (its public id) and of the rulings adopted in the year; blank narrows nothing."""
    if body:
        found = found.filter(answerable__public_id=body)
    return found.filter(ruling__adopted_on__year=int(year)) if year else found


def bodies_that_answer() -> list[Institution]:
    """Return the institutions that answer for a measure of a published ruling, in the order of their rows."""
    answering = Measure.objects.filter(ruling__state="published", answerable__isnull=False)
    return list(Institution.objects.filter(pk__in=answering.values("answerable")).order_by("pk"))


def years_of_rulings() -> list[int]:
    """Return the years in which rulings with measures were adopted, the last first; those not seen are left out."""
    found = Measure.objects.filter(ruling__state="published", ruling__adopted_on__isnull=False)
    return list(
        found.order_by("-ruling__adopted_on__year").values_list("ruling__adopted_on__year", flat=True).distinct()
    )


def that_wait() -> Q:
    """Return the condition for measures that wait for the Court: asked and not answered, or told and not confirmed."""
    asked = MeasureAsking.objects.filter(answered_at=None).values("measure")
    newest = MeasureStep.objects.filter(measure=OuterRef("pk")).order_by("-pk").values("says")[:1]
    told = Measure.objects.annotate(last=Subquery(newest)).filter(last=MeasureStep.Says.BODY).values("pk")
    return Q(pk__in=asked) | Q(pk__in=told)


def at_stage(found: QuerySet[Measure], stage: str, today: date) -> QuerySet[Measure]:
    """Return the measures shown at `stage` on a legal day; all of them for a word that is no stage."""
    if stage == OVERDUE:
        return found.filter(overdue(today))
    if stage in Stage.values:
        return found.filter(stage=stage).exclude(overdue(today))
    return found


def nearest_page(found: QuerySet[Measure], *, after: str, size: int) -> tuple[list[Measure], str]:
    """Return the measures that follow the key `after`, nearest term first, those without one last; and the next key.

    A key that cannot be read begins anew; the next one is blank where nothing follows.
    """
    rows = list(found.filter(beyond(after)).order_by(F("due_on").asc(nulls_last=True), "pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return rows[:size], f"{last.due_on.isoformat() if last.due_on else 'none'}_{last.pk}" if last else ""


def beyond(key: str) -> Q:
    """Return the condition for measures that come after the key of a measure; the empty one for nonsense."""
    word, _mark, number = key.partition("_")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return Q()
    if word == "none":
        return Q(due_on=None, pk__gt=int(number))
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return Q()
    return Q(due_on__gt=day) | Q(due_on=day, pk__gt=int(number)) | Q(due_on=None)


def counts(found: QuerySet[Measure], today: date) -> dict[str, int]:
    """Return how many measures are shown at each stage on a legal day, in the order of the road; noughts left out."""
    shown = Case(When(overdue(today), then=Value(OVERDUE)), default="stage", output_field=CharField())
    rows = found.order_by().values(shown=shown).annotate(count=Count("id")).values_list("shown", "count")
    by_stage = dict(rows)
    return {stage: by_stage[stage] for stage in STAGES if stage in by_stage}
