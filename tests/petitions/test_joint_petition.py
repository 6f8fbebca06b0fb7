"""Several people petition together: it is filed when everybody has signed who has not withdrawn."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtcase.keys.operations import open_json
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions.content import open_content, petitioners_of
from petitions.filing.operations.follow_up import reopen_draft, withdraw_petition
from petitions.filing.operations.save_draft import save_draft
from petitions.models import Petition, Petitioner
from petitions.versions import as_told, being_written
from petitions.workflow import State
from tests.petitions.acts import signed_in
from tests.petitions.together import SECOND, THIRD, leaves, of_two, row, signs, waiting
from tests.petitions.walk import Walk

KEYS = ("first", "aa11", "bb22")


@pytest.mark.django_db
class TestSigning:
    def test_waits_for_the_second_signature(self, walk: Walk) -> None:
        petition = signs(walk, of_two(walk), "first")
        assert (petition.state, waiting(petition)) == (State.AWAITING_SIGNATURE, ["aa11"])
        petition = signs(walk, petition, "aa11")
        assert petition.state == State.FILED
        assert petition.filed_at == walk.now

    def test_is_filed_at_once_by_a_paper_that_bears_all(self, walk: Walk) -> None:
        assert walk.confirm(of_two(walk)).state == State.FILED

    def test_is_asked_whose_signatures_a_paper_bears(self, walk: Walk) -> None:
        petition, clerk = of_two(walk), signed_in(walk.cast.registrar)
        address = f"/ru/intake/{petition.public_id}/confirm/"
        page = clerk.get(address).content.decode()
        assert SECOND["full_name"] in page
        content = open_content(petition, as_told(petition))
        assert content.get("provisions_typed") or content.get("provisions"), "a norm is there to compare with the paper"
        compared = page[page.index('<dl class="rows">') : page.index("</dl>")]
        assert petitioners_of(content)[0]["full_name"] in compared
        typed = content.get("provisions_typed", "")
        assert typed in compared if typed else compared.count("<dd") > 1
        assert RecordedRead.objects.filter(subject=petition.subject, place="petition.confirm_signature").exists()
        assert clerk.post(address, {"version": petition.version}).status_code == 422
        sent = {"version": petition.version, "signed": [row(petition, "aa11")]}
        assert clerk.post(address, sent).status_code == 302
        assert waiting(Petition.objects.get(pk=petition.pk)) == ["first"]

    def test_bears_no_signature_that_is_missing(self, walk: Walk) -> None:
        petition = signs(walk, of_two(walk), "first")
        with pytest.raises(OperationError):
            signs(walk, petition, "first")

    def test_tells_each_by_their_own_road(self, walk: Walk) -> None:
        petition = of_two(walk)
        told = Notice.objects.filter(subject=petition.subject, event="petition.submitted")
        assert [one.recipient for one in told if one.recipient] == [walk.cast.petitioner]
        addresses = [one.address for one in told if one.recipient is None]
        assert len(addresses) == 1
        assert SECOND["email"].encode() not in bytes(addresses[0] or b"")

    def test_asks_all_again_where_it_was_changed_before_the_last_signed(self, walk: Walk) -> None:
        petition = signs(walk, of_two(walk), "first")
        petition = reopen_draft(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
        assert not petition.petitioners.exists()
        assert waiting(walk.submit(petition)) == ["first", "aa11"]

    def test_writes_no_row_for_one_who_petitions_alone(self, walk: Walk) -> None:
        assert not walk.filed().petitioners.exists()


# What happens one after the other: somebody signs, or leaves.
DEEDS = st.lists(st.tuples(st.sampled_from(["sign", "leave"]), st.sampled_from(KEYS)), max_size=7)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_is_filed_only_when_everyone_has_signed(walk: Walk, deeds: list[tuple[str, str]]) -> None:
    petition = walk.submitted(others=[SECOND, THIRD])
    signed: set[str] = set()
    left: set[str] = set()
    for deed, key in deeds:
        if petition.state != State.AWAITING_SIGNATURE or key in left or (deed == "sign" and key in signed):
            continue
        petition = (signs if deed == "sign" else leaves)(walk, petition, key)
        (signed if deed == "sign" else left).add(key)
        remain = set(KEYS) - left
        wanted = State.FILED if remain and remain <= signed else State.AWAITING_SIGNATURE
        assert petition.state == (wanted if remain else State.WITHDRAWN), deeds


@pytest.mark.django_db
class TestWithdrawingAlone:
    def test_leaves_the_others(self, walk: Walk) -> None:
        petition = leaves(walk, walk.confirm(of_two(walk)), "aa11")
        assert petition.state == State.FILED
        assert not Event.objects.filter(subject=petition.subject, name="petition.withdrawn").exists()
        assert Event.objects.filter(subject=petition.subject, name="petition.petitioner_withdrew").count() == 1

    def test_is_marked_beside_the_name_in_the_words(self, walk: Walk) -> None:
        petition, clerk = walk.confirm(of_two(walk)), signed_in(walk.cast.registrar)
        address, mark = f"/en/intake/{petition.public_id}/", "(no longer a petitioner)"
        assert mark not in clerk.get(address).content.decode()
        leaves(walk, petition, "aa11")
        assert f"{SECOND['full_name']} {mark}" in clerk.get(address).content.decode()

    def test_files_what_waited_for_this_signature_alone(self, walk: Walk) -> None:
        petition = signs(walk, of_two(walk), "first")
        assert leaves(walk, petition, "aa11").state == State.FILED

    def test_withdraws_the_petition_with_the_last(self, walk: Walk) -> None:
        petition = walk.confirm(of_two(walk))
        petition = leaves(walk, petition, "first")
        assert leaves(walk, petition, "aa11").state == State.WITHDRAWN

    def test_is_a_page_for_the_one_who_filed(self, walk: Walk) -> None:
        petition, client = walk.confirm(of_two(walk)), signed_in(walk.cast.petitioner)
        home = f"/ru/petitions/{petition.public_id}/"
        assert client.get(f"{home}withdraw/").url == f"{home}withdraw/one/"  # type: ignore[attr-defined]
        page = client.get(f"{home}withdraw/one/")
        assert page.status_code == 200
        assert SECOND["full_name"] not in page.content.decode()
        sent = {"version": petition.version, "petitioner": row(petition, "first")}
        assert client.post(f"{home}withdraw/one/", sent).status_code == 302
        assert client.get(home).status_code == 404
        petition.refresh_from_db()
        assert (petition.state, petition.account) == (State.FILED, None)

    def test_the_code_of_who_left_opens_it_no_more(self, walk: Walk) -> None:
        petition, client = walk.confirm(of_two(walk)), Client()
        code = {"code": walk.codes[petition.pk]}
        assert client.post("/ru/petitions/track/", code).status_code == 302
        leaves(walk, petition, "first", who="petitioner")
        assert client.get(f"/ru/petitions/{petition.public_id}/").status_code == 404
        assert Client().post("/ru/petitions/track/", code).status_code == 422

    def test_nobody_withdraws_for_another(self, walk: Walk) -> None:
        petition = walk.confirm(of_two(walk))
        with pytest.raises(NotAllowed):
            leaves(walk, petition, "aa11", who="petitioner")
        with pytest.raises(OperationError):
            withdraw_petition(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
        petition.refresh_from_db()
        assert petition.state == State.FILED

    def test_is_not_there_for_others(self, walk: Walk) -> None:
        petition = walk.confirm(of_two(walk))
        sent = {"version": petition.version, "petitioner": row(petition, "first")}
        for key in ("stranger", "administrator", "judge1", "publisher"):
            client = signed_in(getattr(walk.cast, key))
            assert client.post(f"/ru/petitions/{petition.public_id}/withdraw/one/", sent).status_code == 404, key
            assert client.post(f"/ru/intake/{petition.public_id}/withdraw-one/", sent).status_code == 404, key
        assert Client().post(f"/ru/petitions/{petition.public_id}/withdraw/one/", sent).status_code in {403, 404}

    def test_is_refused_in_another_state_and_by_another_method(self, walk: Walk) -> None:
        petition, client = of_two(walk), signed_in(walk.cast.clerk)
        address = f"/ru/intake/{petition.public_id}/withdraw-one/"
        assert client.put(address).status_code == 405
        Petition.objects.filter(pk=petition.pk).update(state=State.WITHDRAWN)
        with pytest.raises(WrongState):
            leaves(walk, petition, "aa11")

    def test_is_done_once(self, walk: Walk) -> None:
        petition, client = walk.confirm(of_two(walk)), signed_in(walk.cast.clerk)
        address, sent = (
            f"/ru/intake/{petition.public_id}/withdraw-one/",
            {"version": petition.version, "petitioner": row(petition, "aa11")},
        )
        assert [client.post(address, sent).status_code for _time in range(2)] == [302, 422]
        assert Petitioner.objects.filter(petition=petition).exclude(withdrawn_on=None).count() == 1


@pytest.mark.django_db
class TestACorrection:
    def test_is_signed_by_all_who_remain(self, walk: Walk) -> None:
        petition = walk.returned(others=[SECOND, THIRD])
        leaves(walk, petition, "bb22")
        petition.refresh_from_db()
        words = being_written(petition)
        writer = Actor.of(walk.cast.petitioner)
        save_draft(petition=petition, part={"request": "Again."}, actor=writer, at=walk.tick())
        words = being_written(petition)
        assert words is not None
        assert [one["full_name"] for one in petitioners_of(open_content(petition, words))][1:] == [SECOND["full_name"]]

    def test_adds_nobody(self, walk: Walk) -> None:
        petition = walk.returned(others=[SECOND])
        writer = Actor.of(walk.cast.petitioner)
        with pytest.raises(WrongState):
            save_draft(petition=petition, part={"others": [SECOND, THIRD]}, actor=writer, at=walk.tick())


@pytest.mark.django_db
def test_what_is_written_of_each_is_sealed(walk: Walk) -> None:
    petition = of_two(walk)
    version = as_told(petition)
    assert SECOND["full_name"].encode() not in bytes(version.sealed_content)
    assert open_json(petition.data_key, bytes(version.sealed_content))["others"][0]["full_name"] == SECOND["full_name"]
