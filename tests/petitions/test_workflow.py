from __future__ import annotations

import pytest
from django.conf import settings

from courtcase.people.permissions import DECLARED, matrix
from courtcase.register.events import sentence_of
from petitions.drawing import with_drawing
from petitions.workflow import FINAL, TABLE, TRANSITIONS, UNFILED, State, possible_from


class TestTheTable:
    def test_every_state_can_be_reached_from_the_draft(self) -> None:
        reached = {State.DRAFT}
        while True:
            further = {row.target for row in TABLE if row.target and row.sources & reached} - reached
            if not further:
                break
            reached |= further
        assert reached == set(State)

    @pytest.mark.parametrize("state", sorted(FINAL))
    def test_nothing_leads_out_of_an_end_but_what_another_body_sends_back(self, state: State) -> None:
        assert [row.name for row in possible_from(state)] == (
            ["come_back", "come_back_on_paper"] if state == State.FORWARDED else []
        )

    def test_every_other_state_has_a_way_on(self) -> None:
        assert all(any(row.target for row in possible_from(state)) for state in set(State) - FINAL)

    def test_names_are_unique(self) -> None:
        assert len(TRANSITIONS) == len(TABLE)

    @pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
    def test_every_step_has_an_action_in_the_matrix_and_a_declared_event(self, row: object) -> None:
        action = row.action  # type: ignore[attr-defined]
        assert action in DECLARED
        assert any(entry.action == action for entry in matrix())
        assert str(sentence_of(row.event))  # type: ignore[attr-defined]

    def test_no_road_leads_from_study_to_a_case_but_through_the_session(self) -> None:
        assert {row.name for row in TABLE if row.target == State.ACCEPTED} == {"accept"}
        assert TRANSITIONS["accept"].sources == {State.REPORTED}

    def test_no_term_runs_for_what_is_not_filed(self) -> None:
        assert all(not row.starts for row in TABLE if row.target in UNFILED)

    def test_the_readme_shows_the_table_as_it_is(self) -> None:
        readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
        assert with_drawing(readme) == readme, "run: manage.py draw_workflow --readme"
