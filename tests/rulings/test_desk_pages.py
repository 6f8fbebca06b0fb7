"""The desk: the whole road by forms, who enters, what a stale form is told, and that every look is recorded."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.register.models import RecordedRead
from rulings.models import Ruling
from tests.rulings.desk import TEXTS, TITLES, Desk

pytestmark = pytest.mark.django_db
KEPT = ("session",)
TABS = ("texts", "norms", "matter", "bench", "measures", "sign", "publish")


def signed_in(desk: Desk, who: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(getattr(desk.walk.cast, who))
    return client


def test_the_whole_road_by_forms(desk: Desk) -> None:
    petition = desk.walk.reported()
    sitting = desk.walk.session(petition)
    client = signed_in(desk, "secretary")
    begun = client.post(
        "/ru/desk/rulings/new/",
        {"kind": "acceptance", "petition": str(petition.public_id), "sitting": str(sitting.public_id)},
    )
    ruling = Ruling.objects.get()
    base = f"/ru/desk/rulings/{ruling.public_id}"
    assert (begun.status_code, begun.headers["Location"]) == (303, f"{base}/texts/")
    values = {f"title_{code}": words for code, words in TITLES.items()} | {
        f"text_{code}": words for code, words in TEXTS.items()
    }
    assert client.post(f"{base}/texts/", {**values, "version": 1}).status_code == 303
    judges = [str(member.judge.public_id) for member in ruling.bench.select_related("judge") if member.judge]
    bench = {"sitting": str(sitting.public_id), "signed": judges, "version": 2}
    assert client.post(f"{base}/bench/", bench).status_code == 303
    signing = client.post(f"{base}/sign/", {"day": f"{sitting.day:%d.%m.%Y}", "sure": "on", "version": 3})
    assert signing.status_code == 303
    assert (
        client.post(f"{base}/publish/", {"sure": "on", "chosen": "on", "version": 4, "despite": "A test."}).status_code
        == 303
    )
    ruling.refresh_from_db()
    assert ruling.is_published
    assert Client().get(f"/ru{ruling.public_path}").status_code == 200


def test_the_tabs_stand_in_groups_and_each_page_says_where_it_is(desk: Desk) -> None:
    ruling = desk.draft()
    client = signed_in(desk, "secretary")
    base = f"/en/desk/rulings/{ruling.public_id}"
    for page, group, tab in (
        ("bench/", "matter", "page"),
        ("texts/import/", "texts", "true"),
        ("links/", "norms", "page"),
    ):
        content = client.get(f"{base}/{page}").content.decode()
        groups, tabs = (part.split("</nav>")[0] for part in content.split('<nav class="views')[1:3])
        assert groups.count("<li>") == 5
        assert f'{base}/{group}/" aria-current="true"' in groups
        assert tabs.count("<li>") <= 3
        assert tabs.count(f'aria-current="{tab}"') == 1
    desk.publish(desk.sign(desk.complete(desk.final_draft())))
    assert "/shown/" in client.get("/en/desk/rulings/?state=published").content.decode()


def test_every_tab_opens_and_each_look_is_recorded(desk: Desk) -> None:
    ruling = desk.complete(desk.final_draft())
    client = signed_in(desk, "secretary")
    for tab in TABS:
        assert client.get(f"/kk/desk/rulings/{ruling.public_id}/{tab}/").status_code == 200, tab
    assert RecordedRead.objects.filter(subject=ruling.subject, place="ruling.read_draft").count() == len(TABS)
    desk.publish(desk.sign(ruling))
    for tab in TABS:
        assert client.get(f"/kk/desk/rulings/{ruling.public_id}/{tab}/").status_code == 200, tab


@pytest.mark.parametrize("who", ["clerk", "petitioner", "execution_officer", "administrator", "assistant", "judge9"])
def test_a_draft_is_sealed_to_its_bench(desk: Desk, who: str) -> None:
    ruling = desk.final_draft()
    client = signed_in(desk, who)
    for tab in TABS:
        assert client.get(f"/ru/desk/rulings/{ruling.public_id}/{tab}/").status_code == 404, tab
    assert client.post(f"/ru/desk/rulings/{ruling.public_id}/sign/", {}).status_code == 404


def test_a_judge_of_the_bench_reads_and_does_not_change(desk: Desk) -> None:
    ruling = desk.complete(desk.draft())
    client = signed_in(desk, "judge2")
    page = client.get(f"/ru/desk/rulings/{ruling.public_id}/sign/")
    assert page.status_code == 200
    answer = client.post(f"/ru/desk/rulings/{ruling.public_id}/texts/", {"title_ru": "x", "version": ruling.version})
    assert answer.status_code == 422
    ruling.refresh_from_db()
    assert ruling.title_ru == TITLES["ru"]


def test_a_stale_form_is_told_and_keeps_what_was_written(desk: Desk) -> None:
    ruling = desk.complete(desk.draft())
    client = signed_in(desk, "secretary")
    answer = client.post(
        f"/en/desk/rulings/{ruling.public_id}/texts/", {"title_ru": "Мои слова", "version": ruling.version - 1}
    )
    page = answer.content.decode()
    assert "Somebody changed this ruling" in page
    assert "Мои слова" in page
    assert f'name="version" value="{ruling.version}"' in page


def test_a_bare_draft_shows_what_is_missing(desk: Desk) -> None:
    ruling = desk.draft()
    page = signed_in(desk, "secretary").get(f"/en/desk/rulings/{ruling.public_id}/sign/").content.decode()
    assert "The certified signature of everyone who sat" in page
    assert "Sign and number" not in page


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(desk: Desk, method: str) -> None:
    ruling = desk.draft()
    client = signed_in(desk, "secretary")
    assert getattr(client, method)(f"/ru/desk/rulings/{ruling.public_id}/sign/").status_code == 405
    assert client.get(f"/ru/desk/rulings/{ruling.public_id}/norms/add/").status_code == 405


def test_a_norm_is_found_and_added(desk: Desk) -> None:
    ruling = desk.final_draft()
    client = signed_in(desk, "secretary")
    base = f"/ru/desk/rulings/{ruling.public_id}/norms/"
    found = client.get(base, {"q": "482 УПК"}).context["found"]
    added = client.post(f"{base}add/", {"provision": found[0]["id"], "version": ruling.version})
    assert added.status_code == 303
    assert ruling.provisions.count() == 2
    assert client.post(f"{base}add/", {"provision": "99999999999999999999", "version": 1}).status_code == 404


def test_the_execution_desk_takes_reports_and_confirmations(desk: Desk) -> None:
    ruling = desk.published()
    measure = desk.measure(ruling)
    client = signed_in(desk, "execution_officer")
    assert client.get("/ru/desk/execution/").status_code == 200
    base = f"/ru/desk/execution/{measure.public_id}"
    said = {"stage": "introduced", "source": "Letter 1", "version": 1}
    assert client.post(f"{base}/report/", said).status_code == 303
    assert client.post(f"{base}/confirm/", {**said, "version": 2}).status_code == 303
    measure.refresh_from_db()
    assert measure.stage == "introduced"
    assert signed_in(desk, "clerk").get("/ru/desk/execution/").status_code == 404
