"""“Can this Court help me?”: the three stories end in yes, the commonest hopeless cases in probably not, with an address."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions.filing.advice import MEANINGS, QUESTIONS, UNKNOWN, Verdict, advice_on, known, next_question
from petitions.filing.views.advice import bodies_for

ADDRESS = "/ru/petitions/can-this-court-help/"
HEARD = {"who": "citizen", "happened": "court_decided", "in_force": "yes", "since": "within_year"}
STORIES = {
    # The Supreme Court's guidance left spouses out of compensation for moral harm, and the court applied it.
    "compensation for moral harm": {**HEARD, "relied_on": "guidance", "unjust": "rule"},
    # Alimony was recovered by provisions that can be read in two ways.
    "recovery of alimony": {**HEARD, "relied_on": "article", "unjust": "unclear"},
    # The Criminal Procedure Code, art. 482, left the convict without counsel when the sentence was enforced.
    "counsel when a sentence is enforced": {**HEARD, "relied_on": "article", "unjust": "rule"},
}
HOPELESS: dict[str, dict[str, str]] = {
    "a sentence long in force": {**HEARD, "since": "longer"},
    "the court believed the wrong witness": {**HEARD, "relied_on": "facts"},
    "the court applied a good rule wrongly": {**HEARD, "relied_on": "article", "unjust": "application"},
    "a company writes in its own name": {"who": "organisation"},
    "a citizen of another country writes": {"who": "foreigner"},
    "a bailiff froze an account": {"who": "citizen", "happened": "official"},
    "a law should be explained": {"who": "citizen", "happened": "explain"},
    "amnesty is asked for": {"who": "citizen", "happened": "mercy"},
    "the case is still heard": {"who": "citizen", "happened": "court_hears"},
    "no specific situation": {"who": "citizen", "happened": "nothing"},
    "the decision can still be appealed": {"who": "citizen", "happened": "court_decided", "in_force": "no"},
    "another rule than the one applied": {**HEARD, "relied_on": "other_article"},
}


@pytest.mark.parametrize("story", STORIES)
def test_the_three_stories_end_in_yes(story: str) -> None:
    assert next_question(STORIES[story]) is None
    assert advice_on(STORIES[story]).verdict is Verdict.YES


def test_the_three_stories_are_told_by_answers_and_reasons_of_their_own() -> None:
    assert len({tuple(story.values()) for story in STORIES.values()}) == len(STORIES)
    assert len({tuple(str(one.words) for one in advice_on(story).reasons) for story in STORIES.values()}) == len(
        STORIES
    )


@pytest.mark.django_db
@pytest.mark.parametrize("case", HOPELESS)
def test_hopeless_cases_end_in_probably_not_with_an_address(case: str) -> None:
    assert next_question(HOPELESS[case]) is None
    advice = advice_on(HOPELESS[case])
    assert advice.verdict is Verdict.PROBABLY_NOT
    assert bodies_for(advice.reasons)
    assert any(reason.ground for reason in advice.reasons)


choices = st.fixed_dictionaries(
    {}, optional={one.code: st.sampled_from([answer.code for answer in one.answers]) for one in QUESTIONS}
)


# The first choice is slow on a machine that does much else: that says nothing of the questions.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(choices)
def test_every_way_of_answering_ends_within_six_questions(wanted: dict[str, str]) -> None:
    answers: dict[str, str] = {}
    for _turn in range(len(QUESTIONS)):
        question = next_question(answers)
        if question is None:
            break
        answers[question.code] = wanted.get(question.code, UNKNOWN)
        assert known(answers) == answers
    assert next_question(answers) is None
    advice = advice_on(answers)
    unsure = UNKNOWN in answers.values()
    assert advice.reasons
    assert advice.verdict is not Verdict.YES or not unsure


def test_every_question_can_be_answered_with_i_dont_know() -> None:
    assert len(QUESTIONS) <= 6
    for question in QUESTIONS:
        assert UNKNOWN in {answer.code for answer in question.answers}
        assert (question.code, UNKNOWN) in MEANINGS


@pytest.mark.django_db
class TestThePages:
    def test_lead_from_the_first_question_to_the_answer(self, client: Client) -> None:
        answers: dict[str, str] = {}
        for code, value in STORIES["recovery of alimony"].items():
            page = client.get(ADDRESS, answers)
            assert page.status_code == 200
            assert page.context["question"].code == code
            answers[code] = value
            answers["asked"] = code
        page = client.get(ADDRESS, answers)
        assert page.context["verdict"] == "yes"
        assert "/ru/petitions/new/" in page.content.decode()

    def test_set_no_cookie_and_keep_nothing(self, client: Client) -> None:
        page = client.get(ADDRESS, HOPELESS["a bailiff froze an account"])
        assert page.status_code == 200
        assert not page.cookies

    def test_ask_for_an_answer_where_none_was_given(self, client: Client) -> None:
        page = client.get(ADDRESS, {"asked": "who"})
        assert page.status_code == 422
        assert page.context["form"].errors

    @pytest.mark.parametrize(
        "asked", ["who=tsar&asked=who", "asked=nothing", "happened=mercy", "who=citizen&who=x", "who=%00"]
    )
    def test_nonsense_leads_back_to_a_question(self, client: Client, asked: str) -> None:
        assert client.get(f"{ADDRESS}?{asked}").status_code in {200, 422}

    def test_always_offer_to_file_all_the_same(self, client: Client) -> None:
        for answers in HOPELESS.values():
            page = client.get(ADDRESS, answers).content.decode()
            assert "/ru/petitions/new/" in page

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_show_a_decision_in_both_languages_of_the_court(self, client: Client, language: str) -> None:
        query = urlencode(HEARD)
        page = client.get(f"/{language}/petitions/can-this-court-help/where-the-norm-stands/?{query}").content.decode()
        assert page.count("<mark>") == 2
        assert 'lang="kk"' in page
        assert 'lang="ru"' in page
        assert "since=within_year" in page
