"""An act the list of law does not have is added at the desk, and is then found, cited and read like any other."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest
from django.test import Client

from courtcase.law.citing.reading import read_citations
from courtcase.law.models import Act, Provision
from courtcase.law.queries import search_provisions
from courtcase.law.queries.citations import names_of_acts
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.register.models import Event
from rulings.drafting.operations.edit_draft import edit_draft
from tests.cast import Cast
from tests.rulings.desk import TEXTS, TITLES, Desk

pytestmark = pytest.mark.django_db
ADDRESS = "/en/desk/rulings/acts/new/"
BEEKEEPING = {
    "kind": "law",
    "title_kk": "«Бал ара шаруашылығы туралы» Қазақстан Республикасының Заңы",
    "title_ru": "Закон Республики Казахстан «О пчеловодстве»",
    "title_en": "Law “On Beekeeping”",
    "number": "303-II",
    "adopted_on": "12.03.2002",
    "source": "Adilet, 30.11.2026",
}
ORDER = BEEKEEPING | {
    "kind": "ministerial_order",
    "title_kk": "Қағидаларды бекіту туралы",
    "title_ru": "Об утверждении Правил",
    "title_en": "On approving the Rules",
    "number": "415",
    "adopted_on": "14.06.2023",
}


def signed_in(account: object) -> Client:
    """Return a client of somebody signed in."""
    client = Client()
    client.force_login(account)  # type: ignore[arg-type]
    return client


def test_an_act_is_added_found_by_the_picker_and_read_in_texts() -> None:
    client = signed_in(Cast().secretary)
    assert client.post(ADDRESS, BEEKEEPING).status_code == 303
    act = Act.objects.get(number="303-II")
    assert (act.code, act.certainty, act.source) == ("law-on-beekeeping-2002", "V", "Adilet, 30.11.2026")
    for words, language in (("о пчеловодстве", "ru"), ("бал ара", "kk"), ("beekeeping", "en")):
        assert [one.act for one in search_provisions(words, language)] == [act]
    names = names_of_acts()
    for text in ("статьи 7 Закона «О пчеловодстве»", "«Бал ара шаруашылығы туралы» Заңның 7-бабы"):
        [found] = read_citations(text, names)
        assert (found.acts, found.path) == ((act.code,), "7")
    assert Provision.objects.get(act=act).path == "whole"
    event = Event.objects.get(name="act.added")
    assert event.body["act"] == act.code
    assert Client().get(f"/kk/norms/{act.code}").status_code == 200
    listed = client.get("/ru/desk/rulings/acts/", {"q": "пчеловодстве"}).content.decode()
    assert "303-II" in listed


def test_an_order_is_told_apart_by_its_number() -> None:
    client = signed_in(Cast().secretary)
    unnumbered = client.post(ADDRESS, ORDER | {"number": ""})
    assert (unnumbered.status_code, "by their number" in unnumbered.content.decode()) == (422, True)
    assert client.post(ADDRESS, ORDER).status_code == 303
    assert client.post(ADDRESS, ORDER | {"number": "416"}).status_code == 303
    codes = sorted(Act.objects.filter(title_en="On approving the Rules").values_list("code", flat=True))
    assert codes == ["on-approving-the-rules-2023", "on-approving-the-rules-2023-2"]
    again = client.post(ADDRESS, ORDER)
    assert (again.status_code, "in the list already" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("missing", ["title_kk", "title_en", "source"])
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(missing: str) -> None:
    client = signed_in(Cast().secretary)
    refused = client.post(ADDRESS, BEEKEEPING | {missing: " "})
    assert (refused.status_code, "О пчеловодстве" in refused.content.decode()) == (422, True)
    assert not Act.objects.filter(number="303-II").exists()


def test_whoever_may_not_change_the_law_finds_no_such_page() -> None:
    cast = Cast()
    for account in (cast.clerk, cast.publisher, cast.judge1):
        client = signed_in(account)
        assert [client.get(ADDRESS).status_code, client.post(ADDRESS, BEEKEEPING).status_code] == [404, 404]
    assert not Act.objects.filter(number="303-II").exists()


def test_a_draft_that_names_it_is_read_anew(desk: Desk) -> None:
    draft = desk.draft()
    words = {**TEXTS, "ru": TEXTS["ru"].replace("Первое положение", "Закон «О пчеловодстве», статья 7")}
    edit_draft(ruling=draft, titles=TITLES, texts=words, actor=desk.secretary, at=desk.walk.tick())
    assert not draft.citations.filter(reads__startswith="law-on-beekeeping").exists()
    sent = signed_in(desk.walk.cast.secretary).post(f"{ADDRESS}?ruling={draft.public_id}", BEEKEEPING)
    assert sent.status_code == 303
    assert sent.headers["Location"].endswith(f"/desk/rulings/{draft.public_id}/links/")
    assert draft.citations.get(reads="law-on-beekeeping-2002 7").provision is None


def corrected(**changes: str) -> dict[str, str]:
    """Return the form that corrects the act of beekeeping."""
    return BEEKEEPING | {"reason": "Опечатка в названии.", "version": "1"} | changes


def test_an_act_that_was_added_is_corrected_and_its_norms_and_address_stay(desk: Desk) -> None:
    client, nobody = signed_in(desk.walk.cast.secretary), Client()
    client.post(ADDRESS, BEEKEEPING | {"title_ru": "Закон «О пчеловотстве»"})
    act = Act.objects.get(code="law-on-beekeeping-2002")
    ruling = desk.published()
    examined = ruling.provisions.get()
    examined.provision = act.provisions.get()
    examined.save(update_fields=["provision"])
    address = f"/ru{ruling.public_path}"
    before = {place: nobody.get(place).headers["ETag"] for place in (address, f"/ru/norms/{act.code}")}
    page = f"/en/desk/rulings/acts/{act.code}/correct/"
    assert page in client.get("/en/desk/rulings/acts/", {"q": "пчеловотстве"}).content.decode()
    assert "Закон «О пчеловотстве»" in client.get(page).content.decode()
    assert client.post(page, corrected(adopted_on="13.03.2002")).status_code == 303
    act.refresh_from_db()
    assert (act.title_ru, str(act.adopted_on), act.code) == (
        BEEKEEPING["title_ru"], "2002-03-13", "law-on-beekeeping-2002",
    )  # fmt: skip
    [told] = act.corrections.all()
    assert told.before == {"title_ru": "Закон «О пчеловотстве»", "adopted_on": "2002-03-12"}
    event = Event.objects.get(name="act.corrected")
    assert event.body == {"act": act.code, "number": 1, "changed": "adopted_on, title_ru"}
    since = nobody.get(f"/ru/norms/{act.code}/{examined.provision.path}").headers["Last-Modified"]
    assert parsedate_to_datetime(since) >= told.at.replace(microsecond=0), "the page of a norm changed with its act"
    for place, tag in before.items():
        again = nobody.get(place, headers={"if-none-match": tag})
        assert (again.status_code, "О пчеловодстве" in again.content.decode()) == (200, True), place
    assert "Опечатка в названии." in nobody.get(f"/kk/norms/{act.code}").content.decode()
    [job] = Job.objects.filter(kind="rulings.index_after_correction")
    assert address not in nobody.get("/ru/rulings/?q=пчеловодстве").content.decode()
    job_handlers[job.kind](job)
    assert address in nobody.get("/ru/rulings/?q=пчеловодстве").content.decode()


def test_a_correction_says_why_changes_something_and_is_not_of_a_stale_page() -> None:
    client = signed_in(Cast().secretary)
    client.post(ADDRESS, BEEKEEPING)
    client.post(ADDRESS, ORDER)
    page = "/en/desk/rulings/acts/law-on-beekeeping-2002/correct/"
    for wrong in (
        corrected(reason=" ", number="304-II"),
        corrected(reason="ИИН 900101300017", number="304-II"),
        corrected(),
        corrected(title_kk=""),
        corrected(version="2", number="304-II"),
        corrected(**{name: ORDER[name] for name in ("kind", "number", "adopted_on")}),
    ):
        refused = client.post(page, wrong)
        assert (refused.status_code, "О пчеловодстве" in refused.content.decode()) == (422, True), wrong
    assert client.post(page, corrected(number="304-II")).status_code == 303
    assert client.post(page, corrected(number="305-II")).status_code == 422
    assert Act.objects.get(code="law-on-beekeeping-2002").number == "304-II"


def test_an_act_of_the_program_is_not_corrected_here_and_nobody_else_finds_the_page() -> None:
    cast = Cast()
    signed_in(cast.secretary).post(ADDRESS, BEEKEEPING)
    of_files = Act.objects.exclude(number="303-II").order_by("pk")[0]
    page = "/en/desk/rulings/acts/{}/correct/"
    assert signed_in(cast.secretary).get(page.format(of_files.code)).status_code == 404
    for account in (cast.clerk, cast.publisher, cast.judge1):
        client, address = signed_in(account), page.format("law-on-beekeeping-2002")
        assert [client.get(address).status_code, client.post(address, corrected(number="1")).status_code] == [404, 404]
    assert Act.objects.get(code="law-on-beekeeping-2002").number == "303-II"
