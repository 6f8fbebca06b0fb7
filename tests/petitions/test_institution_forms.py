"""Each kind of institution petitions by its own form, page by page, to the head's approval and the submission."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from courtcase.law.models import PetitionerKind, Provision
from courtcase.law.queries import petitioner_kinds_on
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Institution
from courtcase.people.operations import create_institution, grant_role, register_account
from courtcase.people.roles import Role
from petitions.content import PetitionContent
from petitions.filing.institutions import requirements_of, way_of_institution
from petitions.filing.papers import paper_version
from petitions.filing.queries import words_of
from petitions.models import Petition
from petitions.workflow import State
from tests.documents.files import picture
from tests.documents.pdf_text import text_of
from tests.petitions.acts import signed_in
from tests.petitions.office import REASONS, Office
from tests.petitions.walk import Walk

TODAY = date(2026, 11, 24)
KINDS = ("commissioner", "prosecutor_general", "court", "president", "kurultai_chair", "deputies", "prime_minister")
# A citizen's questions, which no institution is asked.
CITIZENS = ("case", "situation", "who", "others", "representatives")
NAMES = "\n".join(f"Депутат Үлгі {number}" for number in range(1, 30))
LONG = "What happened at the polling stations bears on the result of the vote, as the protocols show. " * 2
ANSWERS: dict[str, dict[str, Any]] = {
    "you": {
        "full_name": "Орган (үлгі)", "residence": "Астана, Мәңгілік ел, 1", "letter_number": "12-3/45",
        "letter_day": "02.11.2026", "letter_signer": "Үлгі Мысалов", "letter_position": "Басшы",
    },
    "asked": {"asked": "norm"},
    "deputies": {"deputies": NAMES},
    "suspended": {"number": "1-77/2026", "suspended_on": "01.11.2026", "application": "Норма решает исход дела."},
    "norm": {"provisions_typed": "УПК, статья 482"},
    "rights": {"rights_typed": "Статья 13"},
    "treaty": {"name": "Договор (үлгі)", "day": "01.10.2026"},
    "bill": {"name": "Закон (үлгі)", "day": "01.10.2026"},
    "vote": {"name": "Выборы (үлгі)", "day": "01.10.2026", "situation": LONG},
    "position": {"reasoning": REASONS},
    "request": {"request": "Признать норму не соответствующей Конституции.", "participation": "written"},
}  # fmt: skip


def office_of(kind: str) -> tuple[Account, Account]:
    """Return the officer and the head of an institution of this kind, made for the test."""
    at, system = datetime(2026, 7, 1, tzinfo=UTC), Actor.system("tests")
    name = f"Орган {kind} (үлгі)"
    institution: Institution = create_institution(
        kind=kind, name_kk=name, name_ru=name, name_en=name, actor=system, at=at
    )
    made = []
    for role in (Role.INSTITUTION_OFFICER, Role.INSTITUTION_HEAD):
        account = register_account(
            email=f"{role}@{kind}.example".replace("_", "-"), full_name="Үлгі", language="ru", role=None, actor=system, at=at
        )  # fmt: skip
        grant_role(account=account, role=role, institution=institution, reason="order", actor=system, at=at)
        made.append(account)
    return made[0], made[1]


def write(client: Client, kind: str, **asked: str) -> tuple[Petition, list[str]]:
    """Write a petition from the first page to the check; return it, and the pages in the order they came."""
    answer = client.post("/ru/petitions/new/", {"petitioner_kind": kind, "language": "ru"})
    petition = Petition.objects.latest("pk")
    pages: list[str] = []
    while True:
        page = answer["Location"].rstrip("/").rpartition("/")[2]
        if page in {"attachments", "check"}:
            return petition, pages
        pages.append(page)
        shown = client.get(answer["Location"])
        assert shown.status_code == 200
        sent = {"version": shown.context["petition"].version, **ANSWERS[page], **(asked if page == "asked" else {})}
        answer = client.post(answer["Location"], sent)
        assert answer.status_code == 302, answer.context["form"].errors


def kind_today(code: str) -> PetitionerKind:
    """Return the kind by the law of the day."""
    return petitioner_kinds_on(TODAY).get(code=code)


def codes_of(kind: str, content: PetitionContent, attached: set[str] = frozenset()) -> dict[str, bool | None]:  # type: ignore[assignment]
    """Return what is met of the requirements of a kind, by code."""
    petition = Petition(petitioner_kind=kind, filed_on=TODAY)
    found = requirements_of(petition, content=content, needs_own_case=False, attached=attached, today=TODAY)
    return {one.code: one.met for one in found}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_writes_asks_is_approved_and_submits(kind: str) -> None:
    officer_account, head_account = office_of(kind)
    officer, head = signed_in(officer_account), signed_in(head_account)
    petition, pages = write(officer, kind)
    assert not set(pages) & set(CITIZENS)
    base = f"/ru/petitions/{petition.public_id}/"
    purpose = {"court": "suspension_ruling", "deputies": "signature_list"}.get(kind, "act_text")
    files = [SimpleUploadedFile(f"{number}.png", picture(), content_type="image/png") for number in range(2)]
    sent = {"purpose": purpose, "attachment": files}
    assert officer.post(f"{base}write/attachments/", sent).status_code == 302
    assert petition.attachments.filter(purpose=purpose).count() == 2
    check = officer.get(f"{base}write/check/")
    missing = [one.code for one in check.context["requirements"] if one.met is False]
    assert missing == []
    assert "Орган (үлгі)" in check.content.decode()
    petition.refresh_from_db()
    assert officer.post(f"{base}approval/ask/", {"version": petition.version}).status_code == 302
    shown = head.get(f"{base}approval/")
    assert shown.status_code == 200
    version = shown.context["version_form"]["version"].value()
    assert head.post(f"{base}approval/approve/", {"version": version}).status_code == 302
    petition.refresh_from_db()
    assert officer.post(f"{base}write/check/", {"version": petition.version})["Location"] == f"{base}sign/"
    petition.refresh_from_db()
    assert petition.state == State.AWAITING_SIGNATURE
    told = text_of(paper_version(petition))
    assert "12-3/45" in told
    assert ("Представление" in told) == (kind == "court")


@pytest.mark.django_db
class TestThePages:
    def test_what_is_asked_decides_what_follows(self) -> None:
        client = signed_in(office_of("president")[0])
        expected = {
            "norm": ["norm", "rights"], "interpretation": ["rights"], "treaty": ["treaty", "rights"],
            "bill": ["bill", "rights"], "election": ["vote", "rights"], "referendum": ["vote", "rights"],
        }  # fmt: skip
        for asked, middle in expected.items():
            petition, pages = write(client, "president", asked=asked)
            assert pages == ["you", "asked", *middle, "position", "request"], asked
            assert words_of(petition)["asked"] == asked
            other = next(page for page in ("treaty", "bill", "vote") if page not in middle)
            assert client.get(f"/ru/petitions/{petition.public_id}/write/{other}/").status_code == 404

    def test_each_kind_is_asked_what_its_law_asks(self) -> None:
        pages = {
            kind.code: [step.name for step in way_of_institution(kind, {}).steps] for kind in petitioner_kinds_on(TODAY)
        }
        end = ["position", "request", "attachments", "check"]
        assert pages["commissioner"] == ["you", "norm", "rights", *end]
        assert pages["prosecutor_general"] == ["you", "asked", "norm", "rights", *end]
        assert pages["court"] == ["you", "suspended", "norm", "rights", *end]
        assert pages["deputies"] == ["you", "asked", "deputies", "norm", "rights", *end]
        assert pages["kurultai_chair"] == pages["president"] == pages["prime_minister"]

    def test_nothing_typed_is_lost_where_a_day_is_wrong(self, walk: Walk) -> None:
        office = Office(walk, "court")
        client, petition = signed_in(office.officer.signed_in), office.drafted()
        sent = {"number": "2-5/2026", "suspended_on": "31.12.2999", "application": "Here.", "version": petition.version}
        answer = client.post(f"/ru/petitions/{petition.public_id}/write/suspended/", sent)
        assert answer.status_code == 422
        assert "2-5/2026" in answer.content.decode()
        assert "suspended_case" not in words_of(petition)

    def test_a_kind_may_not_ask_what_is_not_its_to_ask(self, walk: Walk) -> None:
        office = Office(walk, "prosecutor")
        client, petition = signed_in(office.officer.signed_in), office.drafted()
        sent = {"asked": "election", "version": petition.version}
        assert client.post(f"/ru/petitions/{petition.public_id}/write/asked/", sent).status_code == 422
        sent["asked"] = "interpretation"
        assert client.post(f"/ru/petitions/{petition.public_id}/write/asked/", sent).status_code == 302

    def test_a_citizen_is_asked_none_of_it(self, walk: Walk) -> None:
        petition = walk.drafted()
        client = signed_in(walk.cast.petitioner)
        for name in ("asked", "deputies", "suspended", "treaty", "bill", "vote"):
            assert client.get(f"/ru/petitions/{petition.public_id}/write/{name}/").status_code == 404


@pytest.mark.django_db
class TestReadiness:
    def test_of_a_court(self) -> None:
        case = {"number": "1-2/2026", "suspended_on": "2026-11-01", "application": "In the claim."}
        names = {"case_number", "suspended_on", "application", "suspension_ruling"}
        lacking = codes_of("court", {})
        assert {name for name in names if lacking[name] is False} == names
        met = codes_of("court", {"suspended_case": case}, {"suspension_ruling"})  # type: ignore[typeddict-item]
        assert all(met[name] for name in names)
        assert "iin" not in met
        assert "court_act" not in met

    def test_of_deputies_counts_against_the_number_of_the_day(self) -> None:
        assert kind_today("deputies").least_signatories == 29
        some, enough = ({"deputies": [f"Депутат {n}" for n in range(count)]} for count in (28, 29))
        assert codes_of("deputies", some)["deputies"] is False  # type: ignore[arg-type]
        assert codes_of("deputies", enough)["deputies"] is True  # type: ignore[arg-type]
        assert codes_of("deputies", enough, {"signature_list"})["signature_list"] is True  # type: ignore[arg-type]

    def test_of_deputies_before_the_new_constitution_no_number_is_invented(self) -> None:
        petition = Petition(petitioner_kind="deputies", filed_on=date(2026, 3, 1))
        found = requirements_of(
            petition, content={"deputies": ["A"]}, needs_own_case=False, attached=set(), today=TODAY
        )
        count = next(one for one in found if one.code == "deputies")
        assert count.met is None
        assert "1" in str(count.words)

    @override("en")
    def test_says_that_the_number_is_not_confirmed(self) -> None:
        petition = Petition(petitioner_kind="deputies", filed_on=TODAY)
        found = requirements_of(petition, content={}, needs_own_case=False, attached=set(), today=TODAY)
        assert "has not confirmed it yet" in str(next(one.words for one in found if one.code == "deputies"))

    def test_never_blocks(self, walk: Walk) -> None:
        office = Office(walk, "deputies")
        assert office.submitted(deputies=["One deputy"]).state == State.AWAITING_SIGNATURE


@pytest.mark.django_db
def test_the_clerk_sees_what_a_court_wrote(walk: Walk) -> None:
    office = Office(walk, "court")
    norm = Provision.objects.filter(act__code="criminal-procedure-code-2014").order_by("sort_key")[0]
    case = {"number": "1-901/2026", "suspended_on": "2026-08-20", "application": "In the claim for damages."}
    petition = office.submitted(suspended_case=case, provisions=[norm.pk], provisions_typed="")
    page = signed_in(walk.cast.head_of_intake).get(f"/en/intake/{petition.public_id}/").content.decode()
    assert "1-901/2026" in page
    assert "20.08.2026" in page
    assert "In the claim for damages." in page
    assert timezone.is_aware(petition.created_at)
