from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.models import ApiScope, ApiToken
from courtcase.people.operations import admit_program, grant_role
from courtcase.people.roles import Role
from courtcase.register import receipt_code
from petitions.filing.operations.approve_filing import approve_filing
from petitions.filing.operations.submit_petition import submit_petition
from petitions.models import Petition
from tests.cast import Cast

ADDRESS = "/api/v1/petitions/"


@dataclass
class Program:
    """A program of an institution, with the token it was given."""

    token: ApiToken
    secret: str
    head: Actor

    def ask(self, method: str, address: str, data: Any = None, **headers: str) -> Any:
        """Send JSON as the program does, and return the answer."""
        sent: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {self.secret}", **headers}
        ask = getattr(Client(raise_request_exception=False), method)
        return ask(address, **({} if data is None else {"data": data, "content_type": "application/json"}), **sent)

    def upload(self, address: str, data: dict[str, Any], **headers: Any) -> Any:
        """Send a form with a file as the program does."""
        sent: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {self.secret}", **headers}
        return Client(raise_request_exception=False).post(address, data, **sent)

    def begun(self, **words: Any) -> dict[str, Any]:
        """Begin a petition and return what the API says of it."""
        answer = self.ask("post", ADDRESS, {"language": "ru", **WORDS, **words})
        assert answer.status_code == 201, answer.content
        return dict(answer.json())

    def approved(self, **words: Any) -> dict[str, Any]:
        """Begin a petition that the head then approves; return what the API says of it."""
        return self.approve(self.begun(**words))

    def approve(self, told: dict[str, Any]) -> dict[str, Any]:
        """Approve as the head what the API told of; return what it says now."""
        petition = Petition.objects.get(public_id=told["public_id"])
        approve_filing(petition=petition, actor=self.head, at=timezone.now())
        return dict(self.ask("get", f"{ADDRESS}{told['public_id']}/").json())

    def waiting(self, **words: Any) -> dict[str, Any]:
        """Begin a petition that the head submits by hand, and that waits for its signature."""
        begun = self.begun(**words)
        petition = Petition.objects.get(public_id=begun["public_id"])
        submit_petition(petition=petition, code=receipt_code.generate(), actor=self.head, at=timezone.now())
        return dict(self.ask("get", f"{ADDRESS}{begun['public_id']}/").json())


WORDS: dict[str, Any] = {
    "petitioner": {"full_name": "Уполномоченный по правам человека", "residence": "Астана, Мәңгілік ел, 8"},
    "situation": "Норма применяется ко всем обратившимся.",
    "reasoning": "Норма лишает права на обжалование.",
    "request": "Признать норму не соответствующей Конституции.",
}


def program_of(cast: Cast, head: str, *scopes: str) -> Program:
    """Return a program let in by a member of the cast, who heads the institution or is made its head."""
    account = getattr(cast, head)
    institution = account.grants.get().institution
    if not account.grants.filter(role=Role.INSTITUTION_HEAD).exists():
        grant_role(
            account=account,
            role=Role.INSTITUTION_HEAD,
            institution=institution,
            reason="order 1",
            actor=Actor.system("test"),
            at=timezone.now(),
        )
    issued = admit_program(
        institution=institution,
        name="Канцелярия",
        scopes=scopes or ApiScope.values,
        actor=Actor.of(account),
        at=timezone.now(),
    )
    return Program(token=issued.token, secret=issued.secret, head=Actor.of(account))


@pytest.fixture
def program(walk: Any) -> Program:
    """Return a program of the Commissioner that may do everything."""
    return program_of(walk.cast, "commissioner_head")
