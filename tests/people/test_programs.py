from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.models import ApiRequest, ApiToken
from courtcase.people.operations import admit_program, end_token, forget_requests, once, renew_token
from courtcase.people.operations.programs import Issued
from courtcase.register.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PETITIONS = "/api/v1/petitions/"


def status_with(secret: str) -> int:
    """Return how the API answers a list asked with this token."""
    return Client().get(PETITIONS, HTTP_AUTHORIZATION=f"Bearer {secret}").status_code


def admitted(cast: Cast, *scopes: str, name: str = "Канцелярия") -> Issued:
    """Return a program the Commissioner let in."""
    head = cast.commissioner_head
    institution = cast.institution("commissioner")
    scopes = scopes or ("read",)
    return admit_program(institution=institution, name=name, scopes=scopes, actor=Actor.of(head), at=timezone.now())


class TestAdmitting:
    def test_the_token_is_kept_nowhere(self, cast: Cast) -> None:
        issued = admitted(cast)
        kept = str(list(ApiToken.objects.values_list())) + str(list(Event.objects.values_list("body", flat=True)))
        assert issued.secret not in kept
        assert issued.secret.endswith(issued.token.ending)
        assert Event.objects.filter(name="institution.program_admitted").count() == 1

    def test_only_the_head_may(self, cast: Cast) -> None:
        for other in (cast.commissioner_officer, cast.clerk, cast.administrator):
            with pytest.raises(NotAllowed):
                admit_program(
                    institution=cast.institution("commissioner"),
                    name="Канцелярия",
                    scopes=["read"],
                    actor=Actor.of(other),
                    at=timezone.now(),
                )

    @pytest.mark.parametrize(
        ("name", "scopes", "field"), [("", ["read"], "full_name"), ("Имя", [], "scopes"), ("Имя", ["rule"], "scopes")]
    )
    def test_says_beside_its_field_what_is_wrong(self, cast: Cast, name: str, scopes: list[str], field: str) -> None:
        with pytest.raises(OperationError) as refused:
            admit_program(
                institution=cast.institution("commissioner"),
                name=name,
                scopes=scopes,
                actor=Actor.of(cast.commissioner_head),
                at=timezone.now(),
            )
        assert refused.value.field == field

    def test_the_program_cannot_sign_in_as_a_person(self, cast: Cast) -> None:
        program = admitted(cast).token.account
        assert program.email is None
        assert not program.has_usable_password()


class TestTokens:
    def test_a_renewed_one_works_for_another_day(self, cast: Cast) -> None:
        old = admitted(cast)
        new = renew_token(token=old.token, actor=Actor.of(cast.commissioner_head), at=timezone.now())
        assert (status_with(old.secret), status_with(new.secret)) == (200, 200)
        ApiToken.objects.filter(pk=old.token.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
        assert (status_with(old.secret), status_with(new.secret)) == (401, 200)
        with pytest.raises(WrongState):
            renew_token(token=old.token, actor=Actor.of(cast.commissioner_head), at=timezone.now())

    def test_an_ended_one_opens_nothing(self, cast: Cast) -> None:
        issued = admitted(cast)
        end_token(token=issued.token, actor=Actor.of(cast.commissioner_head), at=timezone.now())
        assert status_with(issued.secret) == 401

    def test_an_ended_grant_leaves_nothing_to_see(self, cast: Cast) -> None:
        issued = admitted(cast)
        issued.token.account.grants.update(revoked_at=timezone.now())
        assert status_with(issued.secret) == 401

    def test_the_day_of_use_is_noted(self, cast: Cast) -> None:
        issued = admitted(cast)
        status_with(issued.secret)
        issued.token.refresh_from_db()
        assert issued.token.last_used_on == timezone.localdate()


class TestOnce:
    def test_a_failure_leaves_the_key_free(self, cast: Cast) -> None:
        account, at = admitted(cast).token.account, timezone.now()

        def refused() -> dict[str, int]:
            raise WrongState("no")

        with pytest.raises(WrongState):
            once(account=account, key="k", input_digests=[b"1"], at=at, do=refused)
        assert once(account=account, key="k", input_digests=[b"1"], at=at, do=lambda: {"a": 1}) == ({"a": 1}, True)
        assert once(account=account, key="k", input_digests=[b"1"], at=at, do=refused) == ({"a": 1}, False)

    def test_old_keys_are_forgotten(self, cast: Cast) -> None:
        account, at = admitted(cast).token.account, timezone.now()
        once(account=account, key="k", input_digests=[b"1"], at=at - timedelta(days=31), do=lambda: {"a": 1})
        once(account=account, key="l", input_digests=[b"1"], at=at, do=lambda: {"a": 2})
        assert forget_requests(before=at - timedelta(days=30)) == 1
        assert ApiRequest.objects.get().key == "l"


class TestThePage:
    def test_shows_a_token_once(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.commissioner_head)
        answer = client.post("/ru/institution/programs/admit/", {"name": "Канцелярия", "scopes": ["read", "draft"]})
        found = re.search(r"courtcase_[\w-]{43}", answer.content.decode())
        assert found is not None
        assert "no-store" in answer["Cache-Control"]
        assert status_with(found.group()) == 200
        later = client.get("/ru/institution/programs/").content.decode()
        assert found.group() not in later
        assert "Канцелярия" in later

    def test_keeps_what_was_typed(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.commissioner_head)
        answer = client.post("/ru/institution/programs/admit/", {"name": "Канцелярия"})
        assert answer.status_code == 422
        assert "Канцелярия" in answer.content.decode()

    def test_anothers_token_is_not_found(self, cast: Cast) -> None:
        token = admitted(cast).token
        client = Client()
        client.force_login(cast.prosecutor_officer)
        for deed in ("renew", "end"):
            assert client.post(f"/ru/institution/programs/{token.pk}/{deed}/").status_code == 404
