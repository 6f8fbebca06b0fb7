"""Random deeds by random people on several petitions: no illegal state, no lost petition, no broken record."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.operations import OperationError
from courtcase.register.models import Event
from courtcase.register.sealing import seal
from courtcase.register.verification import verify
from petitions.models import ArchiveEntry, Petition, QueueEntry, StudyAssignment
from petitions.workflow import FINAL, TABLE, WITH_PETITIONER, State
from tests.cast import Cast
from tests.petitions.deeds import ACTORS, DEED_BY_NAME, DEEDS, ONWARD, Given, Tried, has_action
from tests.petitions.walk import Walk

FEW = settings(
    max_examples=12,
    stateful_step_count=20,
    database=None,
    print_blob=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=120)

# One thing that happened may have two steps: a signature on paper files a petition, and so does an electronic one.
STEPS_OF_EVENT = {event: [row for row in TABLE if row.event == event] for event in {row.event for row in TABLE}}
# The terms that run for a petition, by where it stands; in every other state none does.
RUNNING = {
    State.REGISTERED: {"screening"},
    State.SCREENING: {"screening"},
    State.STUDY: {"study"},
}
STAGES = [
    "drafted",
    "submitted",
    "filed",
    "routed",
    "registered",
    "screening",
    "returned",
    "passed",
    "in_study",
    "reported",
]
# Bringing one on its way takes as long as ten deeds, and it is the deeds that are tried.
ENOUGH_PETITIONS = 3
GIVEN = st.fixed_dictionaries({"ground": st.integers(0, 3), "words": st.integers(0, 4)})


def everything_written() -> list[tuple[Any, ...]]:
    """Return each table's name, number of rows and digest: two equal answers mean that nothing was written between."""
    tables = [
        model._meta.db_table
        for label in ("petitions", "law", "register", "notices", "documents")
        for model in apps.get_app_config(label).get_models()
    ]
    each = (
        f"SELECT '{table}', count(*), md5(string_agg(md5(one::text), '' ORDER BY md5(one::text))) FROM {table} one"  # noqa: S608
        for table in tables
        if table not in LAW_AS_DATA
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return sorted(cursor.fetchall())  # the server may gather them in any order


# Rows of law that no deed can touch and that would take long to digest.
LAW_AS_DATA = {"law_provision", "law_provisionversion", "law_workingday", "law_act"}


def rows_touched() -> int:
    """Return how many rows this transaction wrote, undone or not: twice the same number, and nothing was written between."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        (touched,) = cursor.fetchone()
        return int(touched)


class Proceedings(RuleBasedStateMachine):
    """Several petitions and everybody who may or may not do something to them."""

    cast: Cast
    petitions: Bundle[int] = Bundle("petitions")

    def __init__(self) -> None:
        super().__init__()
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.undone.callback(transaction.set_rollback, True)
        self.walk = Walk(self.cast)
        self.walk.rules()
        self.born: list[int] = []
        self.written: list[tuple[Any, ...]] | None = None

    def teardown(self) -> None:
        """Seal and verify the record of all that happened, then undo it."""
        try:
            while seal(at=self.walk.tick()):
                pass
            assert verify().waiting == 0
        finally:
            self.undone.close()

    @initialize(target=petitions, stage=st.sampled_from(STAGES))
    def somebody_began(self, stage: str) -> int:
        return self.begun(stage)

    @precondition(lambda self: len(self.born) < ENOUGH_PETITIONS)
    @rule(target=petitions, stage=st.sampled_from(STAGES))
    def another_petition_is_on_its_way(self, stage: str) -> int:
        return self.begun(stage)

    @rule(petition=petitions, deed=st.sampled_from(DEEDS), key=st.sampled_from(ACTORS), given=GIVEN)
    def anybody_tries_anything(self, petition: int, deed: Tried, key: str, given: Given) -> None:
        self.try_deed(petition, deed, key, given)

    @rule(petition=petitions, ways=st.lists(st.tuples(st.integers(0, 3), GIVEN), min_size=2, max_size=6))
    def it_is_carried_on(self, petition: int, ways: list[tuple[int, Given]]) -> None:
        """Let whoever has the next step take it, several times: random draws alone seldom reach a case."""
        for way, given in ways:
            known = ONWARD.get(State(Petition.objects.get(pk=petition).state), ())
            if known:
                name, key = known[way % len(known)]
                self.try_deed(petition, DEED_BY_NAME[name], key, given)

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        self.walk.now += timedelta(days=days)

    def begun(self, stage: str) -> int:
        """Return a new petition that came to `stage` by its own steps."""
        petition: Petition = getattr(self.walk, stage)()
        self.written = None
        self.born.append(petition.pk)
        self.look_around()
        return petition.pk

    def try_deed(self, pk: int, deed: Tried, key: str, given: Given) -> None:
        """Try one deed; whatever comes of it must be a row of the table, or nothing at all."""
        if self.written is None:
            self.written = everything_written()
        before, touched = standing(), rows_touched()
        last = Event.objects.latest("pk").pk
        try:
            deed.carry_out(self.cast, Petition.objects.get(pk=pk), self.cast.actor(key), self.walk.tick(), given)
        except OperationError:
            # Digests of everything are dear: only an attempt that wrote at all may have left something.
            if rows_touched() != touched:
                assert everything_written() == self.written, f"{deed.name} was refused and left something behind"
            return
        self.written = None
        steps_taken(deed, key, before=before, after=standing(), since=last)
        self.look_around()

    def look_around(self) -> None:
        """Compare everything that stands in several places."""
        petitions = list(Petition.objects.order_by("pk"))
        assert [petition.pk for petition in petitions] == self.born
        gapless([petition.register_number for petition in petitions if petition.register_number])
        entries = {entry.petition_id: entry for entry in QueueEntry.objects.all()}
        closed = {entry.petition_id: entry for entry in ArchiveEntry.objects.all()}
        clocks: dict[int, list[Clock]] = defaultdict(list)
        for clock in Clock.objects.exclude(state=ClockState.CLOSED).select_related("term"):
            clocks[clock.subject_id].append(clock)
        for petition in petitions:
            agrees(petition, entries.get(petition.pk), clocks[petition.subject_id])
            archived(petition, closed.get(petition.pk))


def standing() -> dict[int, tuple[str, int]]:
    """Return where each petition stands, and in which version."""
    return {pk: (state, version) for pk, state, version in Petition.objects.values_list("pk", "state", "version")}


def steps_taken(
    deed: Tried, key: str, *, before: dict[int, tuple[str, int]], after: dict[int, tuple[str, int]], since: int
) -> None:
    """Check that what changed is what was recorded, and that each step was this actor's to take."""
    at_now = {pk: state for pk, (state, _version) in before.items()}
    events = Event.objects.filter(pk__gt=since, name__in=STEPS_OF_EVENT).select_related("subject__petition")
    for event in events.order_by("pk"):
        if "from" not in event.body:
            continue  # a note that bears the name of a step, such as of a paper that was entered: it moves nothing
        steps, petition = STEPS_OF_EVENT[event.name], event.subject.petition
        came_from, went_to = State(event.body["from"]), State(event.body["to"])
        step = next((row for row in steps if row.name in deed.steps), None)
        assert step is not None, f"{deed.name} took a step of {event.name}"
        assert came_from == at_now[petition.pk], "a step begins where the petition stands"
        assert came_from in step.sources, f"{step.name} leads out of {came_from}"
        assert went_to == (step.target or came_from), f"{step.name} leads to {went_to}"
        at_now[petition.pk] = went_to
        if event.actor_kind != "system":
            its_own(key, step.action, petition)
    assert at_now == {pk: state for pk, (state, _version) in after.items()}, "a state changed without a record"
    for pk, (state, version) in after.items():
        assert version >= before[pk][1]
        assert version > before[pk][1] or state == before[pk][0], "a change that no version tells"


def its_own(key: str, action: str, petition: Petition) -> None:
    """Check that `action` is given to a role of the actor, and that a scope of the role holds the petition."""
    assert has_action(key, action), f"{key} did {action}"
    assert key != "stranger", "the stranger owns nothing"
    if key.startswith("judge"):
        assert StudyAssignment.objects.filter(petition=petition, judge__email__startswith=key).exists()


def gapless(numbers: list[str]) -> None:
    """Check that the register numbers of each year are one, two, three, ... each once."""
    by_year: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        year, _mark, running = number.partition("/")
        by_year[year].append(int(running))
    for given in by_year.values():
        assert sorted(given) == list(range(1, len(given) + 1))


def archived(petition: Petition, entry: ArchiveEntry | None) -> None:
    """Check the archive's row against the petition itself."""
    assert (entry is not None) == (petition.state in FINAL), f"{petition.state}, and the archive says otherwise"
    if entry is not None:
        assert (entry.state, entry.closed_on) == (petition.state, petition.closed_on)
        assert entry.number == (petition.register_number or "")
        assert entry.year == (petition.registered_on.year if petition.registered_on else 0)


def agrees(petition: Petition, entry: QueueEntry | None, clocks: list[Clock]) -> None:
    """Check the queue's row and the terms of a petition against the petition itself."""
    state = State(petition.state)
    running = {clock.term.code for clock in clocks}
    if state in (State.RETURNED, State.CURE_AWAITING_SIGNATURE):
        assert running <= {"cure"}, "the month for corrections runs until it lapses"
    else:
        assert running == RUNNING.get(state, set()), state
    assert (petition.closed_on is not None) == (state in FINAL)
    if state in FINAL or state == State.DRAFT:
        assert entry is None
        return
    assert entry is not None, f"a petition that is {state} is missing from the queue"
    assert (entry.state, entry.assignee_id, entry.team_id) == (state, petition.assignee_id, petition.team_id)
    in_time = {clock.due_on for clock in clocks} if state not in WITH_PETITIONER else set()
    assert entry.due_on == min(in_time, default=None), "the clerk's term is the petition's"


@pytest.fixture
def proceedings(cast: Cast) -> type[RuleBasedStateMachine]:
    """Return the machine with its cast, whose members are made once for all examples."""
    for key in {*ACTORS, "second_clerk", "judge3", "deputy"}:
        getattr(cast, key)
    _ = cast.judges
    return type("CastProceedings", (Proceedings,), {"cast": cast})


@pytest.mark.django_db
class TestTheWorkflow:
    def test_stays_whole_whatever_is_tried(self, proceedings: type[RuleBasedStateMachine]) -> None:
        run_state_machine_as_test(proceedings, settings=FEW)

    @pytest.mark.faults
    def test_stays_whole_ten_times_as_long(self, proceedings: type[RuleBasedStateMachine]) -> None:
        run_state_machine_as_test(proceedings, settings=MANY)
