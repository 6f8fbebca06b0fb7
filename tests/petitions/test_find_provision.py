"""The provision picker: acts of all kinds by the words people type, and what is known of a provision before it is chosen."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from courtcase.law.models import Provision
from courtcase.law.models.acts import Outcome
from courtcase.law.operations import note_decided_provision
from courtcase.law.queries import search_provisions, unlisted
from courtcase.people.actors import Actor
from courtcase.register.operations import open_subject
from petitions.content import open_content
from petitions.filing.known_provisions import FEWEST_COUNTED, known_of
from petitions.models import ContestedProvision, Petition
from petitions.versions import written_last
from tests.petitions.walk import START, Walk

COUNSEL = ("criminal-procedure-code-2014", "482")
MORAL_HARM = ("supreme-court-2015-7", "whole")
FOUND = {
    "482 УПК": COUNSEL,
    "482-бап ҚПК": COUNSEL,
    "482-бап кпк": COUNSEL,
    "ст. 482 уголовно-процессуальный": COUNSEL,
    "ҚЫЛМЫСТЫК процестик 482": COUNSEL,
    "moral harm": MORAL_HARM,
    "моральный вред": MORAL_HARM,
    "моральдық зиян": MORAL_HARM,
    "моральдык зиян": MORAL_HARM,
    "взыскание компенсации морального вреда": MORAL_HARM,
    "денсаулык сактау": ("constitution-1995", "29"),
    "қадир касиет": ("constitution-1995", "17"),
    "2/122 акимат": ("almaty-akimat-2016-2-122", "1"),
    "усыновление": ("supreme-court-2016-2", "3"),
}


def provision(act: str, path: str) -> Provision:
    return Provision.objects.get(act__code=act, path=path)


def decide(found: Provision, outcome: Outcome, *, number: str = "29", in_part: bool = False) -> None:
    """Note a decision as publication does."""
    note_decided_provision(
        provision=found,
        ruling=open_subject(kind="ruling", at=START),
        outcome=outcome,
        in_part=in_part,
        decided_on=date(2023, 9, 25),
        numbers={"kk": f"{number}-НҚ", "ru": f"{number}-НП", "en": f"{number}-NP"},
        public_path=f"/rulings/{number}",
        actor=Actor.system("tests"),
        at=START,
    )


@pytest.mark.django_db
class TestSearching:
    @pytest.mark.parametrize("typed", FOUND)
    def test_finds_what_people_type_first(self, typed: str) -> None:
        first = search_provisions(typed, "ru")[0]
        assert (first.act.code, first.path) == FOUND[typed]

    def test_an_article_without_a_row_leads_to_its_act_and_can_be_named(self) -> None:
        [found] = unlisted("500 УПК")
        assert found.cited("ru") == "УПК, статья 500"
        assert found.cited("kk") == "ҚПК, 500-бап"
        assert unlisted("482 УПК") == []
        assert unlisted("500") == []

    def test_part_of_an_article_leads_to_its_neighbours(self) -> None:
        paths = {one.path for one in search_provisions("342(9) УПК", "ru")}
        assert "342(3)" in paths


@pytest.mark.django_db
class TestWhatIsKnown:
    def test_each_outcome_says_what_it_means(self) -> None:
        found = provision(*COUNSEL)
        for number, outcome in enumerate(Outcome.values):
            decide(found, Outcome(outcome), number=str(900 + number))
        [known] = known_of([found])
        words = [str(meaning) for _decision, meaning, _part in known.meanings]
        assert len(set(words)) == len(words) == len(Outcome.values)

    def test_neighbours_and_what_holds_the_provision(self) -> None:
        third, fourth = (provision("criminal-procedure-code-2014", path) for path in ("342(3)", "342(4)"))
        decide(third, Outcome.DOES_NOT_CONFORM, in_part=True)
        article = provision("criminal-procedure-code-2014", "342")
        whole, neighbour = known_of([article, fourth, provision(*COUNSEL)])
        assert [one.provision for one in whole.here] == [third]
        assert [one.provision for one in neighbour.near] == [third]
        assert neighbour.here == []

    def test_one_decision_is_told_once_by_what_it_says_nearest(self) -> None:
        article, third = (provision("criminal-procedure-code-2014", path) for path in ("342", "342(3)"))
        decide(article, Outcome.CONFORMS, in_part=True, number="901")
        decide(third, Outcome.DOES_NOT_CONFORM, number="901")
        [known] = known_of([third])
        assert [(one.provision, part) for one, _meaning, part in known.meanings] == [(third, "")]

    def test_what_was_decided_on_the_chosen_norm_is_told_before_the_case_is_written(
        self, walk: Walk, client: Client
    ) -> None:
        chosen = provision(*COUNSEL)
        decide(chosen, Outcome.DOES_NOT_CONFORM, number="902")
        petition = walk.drafted(provisions=[chosen.pk])
        client.force_login(walk.cast.petitioner)
        page = client.get(f"/en/petitions/{petition.public_id}/write/case/").content.decode()
        assert "Decision 902" in page
        assert "Ask the court that decided your case to review its decision." in page

    def test_a_case_is_told_and_few_petitions_are_never_counted(self, walk: Walk) -> None:
        found = provision(*COUNSEL)
        petition = walk.drafted()
        accept(petition, found)
        [known] = known_of([found])
        assert known.is_examined
        assert known.petitions is None
        for _time in range(FEWEST_COUNTED - 1):
            accept(walk.drafted(), found)
        [known] = known_of([found])
        assert known.petitions == FEWEST_COUNTED

    def test_petitions_that_were_not_accepted_are_not_told(self, walk: Walk) -> None:
        found = provision(*COUNSEL)
        for _time in range(FEWEST_COUNTED):
            walk.filed(provisions=[found.pk])
        assert known_of([found]) == []

    def test_asks_the_database_as_often_for_many_as_for_one(self, django_assert_num_queries: object) -> None:
        many = list(Provision.objects.select_related("act")[:40])
        with django_assert_num_queries(2):  # type: ignore[operator]
            known_of(many)


def accept(petition: Petition, found: Provision) -> None:
    """Put a draft where an accepted petition on `found` stands: the way there is long and tested elsewhere."""
    ContestedProvision.objects.filter(petition=petition).update(provision=found)
    Petition.objects.filter(pk=petition.pk).update(
        state="accepted", filed_on=date(2026, 9, 1), register_number=f"t-{petition.pk}"
    )


@pytest.mark.django_db
class TestThePage:
    def write(self, walk: Walk, client: Client, **changes: object) -> tuple[Petition, str]:
        petition = walk.drafted(**changes)  # type: ignore[arg-type]
        client.force_login(walk.cast.petitioner)
        return petition, f"/ru/petitions/{petition.public_id}/write/norm/"

    def content(self, petition: Petition) -> dict[str, object]:
        petition.refresh_from_db()
        return dict(open_content(petition, written_last(petition)))

    def test_without_script_saves_and_shows_what_was_found(self, walk: Walk, client: Client) -> None:
        petition, page = self.write(walk, client, provisions=[], provisions_typed="")
        answer = client.post(f"{page}find/", {"q": "482 УПК", "version": petition.version, "provisions_typed": "Закон"})
        assert answer.status_code == 302
        shown = client.get(page)
        assert "УПК, статья 482" in shown.content.decode()
        assert self.content(petition)["provisions_typed"] == "Закон"

    def test_with_script_draws_the_list_alone_and_saves_nothing(self, walk: Walk, client: Client) -> None:
        chosen = provision(*MORAL_HARM)
        petition, page = self.write(walk, client, provisions=[])
        values = {"q": "482 УПК", "version": petition.version, "provisions": [chosen.pk]}
        answer = client.post(f"{page}find/", values, headers={"HX-Request": "true"})
        body = answer.content.decode()
        assert "<html" not in body
        assert "УПК, статья 482" in body
        assert f'value="{chosen.pk}"' in body
        assert body.count("checked") == 1
        before = petition.version
        petition.refresh_from_db()
        assert petition.version == before

    def test_tells_what_is_decided_before_it_is_chosen(self, walk: Walk, client: Client) -> None:
        decide(provision(*COUNSEL), Outcome.DOES_NOT_CONFORM)
        petition, page = self.write(walk, client, provisions=[])
        client.post(f"{page}find/", {"q": "482 УПК", "version": petition.version})
        body = client.get(page).content.decode()
        assert "29-НП" in body
        assert "/ru/rulings/29" in body

    def test_an_article_that_is_not_listed_is_ticked_and_written_down(self, walk: Walk, client: Client) -> None:
        petition, page = self.write(walk, client, provisions=[])
        body = client.post(f"{page}find/", {"q": "500 ҚПК"}, headers={"HX-Request": "true"}).content.decode()
        assert 'value="УПК, статья 500"' in body, "in the language of the petition"
        sent = {"named": ["УПК, статья 500"], "provisions_typed": "Иное", "version": petition.version}
        assert client.post(page, sent).status_code == 302
        assert self.content(petition)["provisions_typed"] == "Иное\nУПК, статья 500"
        rows = ContestedProvision.objects.filter(petition=petition).order_by("position")
        assert [row.typed for row in rows] == ["Иное", "УПК, статья 500"]

    def test_an_unknown_act_is_put_together_of_its_parts(self, walk: Walk, client: Client) -> None:
        petition, page = self.write(walk, client, provisions=[])
        parts = {"act_name": "Правила", "act_number": "№ 7", "act_day": "27.11.2015", "act_place": "пункт 3"}
        assert client.post(page, {**parts, "version": petition.version}).status_code == 302
        assert self.content(petition)["provisions_typed"] == "Правила, № 7, 27.11.2015: пункт 3"

    def test_parts_without_a_name_are_refused_beside_it_and_kept(self, walk: Walk, client: Client) -> None:
        petition, page = self.write(walk, client, provisions=[])
        answer = client.post(page, {"act_number": "7", "act_day": "wrong", "version": petition.version})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"act_name", "act_day"}
        assert 'value="wrong"' in answer.content.decode()

    @pytest.mark.parametrize("nonsense", ["\x00", "(" * 200, "%", "482 " * 60, "👍", "1" * 300])
    def test_nonsense_is_answered(self, walk: Walk, client: Client, nonsense: str) -> None:
        _petition, page = self.write(walk, client)
        for headers in ({"HX-Request": "true"}, {}):
            assert client.post(f"{page}find/", {"q": nonsense}, headers=headers).status_code in {200, 302, 422}

    def test_what_was_never_offered_so_is_refused_and_not_kept(self, walk: Walk, client: Client) -> None:
        petition, page = self.write(walk, client, provisions=[])
        sent = {"named": ["УПК,\x00 статья 500"], "version": petition.version}
        assert client.post(page, sent).status_code == 422
        assert not ContestedProvision.objects.filter(petition=petition).exists()
