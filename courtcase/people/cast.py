"""The people and institutions of the demonstration and of the tests. Their names are plainly made up.

Family names come from the words for example, sample and trial (Kazakh "үлгі", "мысал", "сынақ").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from courtcase.iin import check_digit
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Institution, Team
from courtcase.people.operations import create_institution, grant_role, name_as_portal, register_account
from courtcase.people.roles import Role

DOMAIN = "demo.court"
NEVER_ISSUED = "00000"


@dataclass(frozen=True)
class Member:
    """One of the cast: the key tests know them by, and what they are."""

    key: str
    full_name: str
    language: str
    roles: tuple[Role, ...]
    institution: str = ""
    team: str = ""
    judge: str = ""

    @property
    def email(self) -> str:
        """Return the address this member signs in with."""
        return f"{self.key.replace('_', '-')}@{DOMAIN}"


@dataclass(frozen=True)
class Body:
    """An institution of the cast: its kind of petitioner, its names, the month in which it was entered (YYMM)."""

    kind: str
    name_kk: str
    name_ru: str
    name_en: str
    entered: str
    is_portal: bool = False

    @property
    def bin(self) -> str:
        """Return a made-up business number: the month, a resident body, a row of noughts that is never issued, the check."""
        first = f"{self.entered}40{NEVER_ISSUED}"
        return f"{first}{check_digit(first)}"


INSTITUTIONS: dict[str, Body] = {
    "commissioner": Body(
        "commissioner",
        "Адам құқықтары жөніндегі уәкіл",
        "Уполномоченный по правам человека",
        "Human Rights Commissioner",
        "2301",
    ),
    "prosecutor": Body(
        "prosecutor_general",
        "Бас Прокуратура",
        "Генеральная прокуратура",
        "Prosecutor General's Office",
        "2302",
    ),
    "supreme_court": Body("court", "Жоғарғы Сот", "Верховный Суд", "Supreme Court", "2303"),
    "deputies": Body(
        "deputies",
        "Құрылтай депутаттары тобы",
        "Группа депутатов Курултая",
        "Group of deputies of the Kurultai",
        "2304",
    ),
    "justice": Body("other", "Әділет министрлігі", "Министерство юстиции", "Ministry of Justice", "2305"),
    "portal": Body(
        "other",
        "Өтініштер порталының иесі (үлгі)",
        "Владелец портала обращений (үлгі)",
        "Keeper of a portal of petitions (үлгі)",
        "2306",
        is_portal=True,
    ),
}

TEAMS: dict[str, tuple[str, str, str]] = {
    "citizens": ("Азаматтардың өтініштері тобы", "Группа обращений граждан", "Citizens' petitions team"),
    "criminal": ("Қылмыстық құқық тобы", "Группа уголовного права", "Criminal law team"),
    "institutions": ("Органдардың өтініштері тобы", "Группа обращений органов", "Institutions' petitions team"),
}

JUDGE_NAMES = (
    "Арман Үлгібаев",
    "Болат Мысалов",
    "Гүлнар Сынақбаева",
    "Дана Үлгілова",
    "Ерлан Мысалбеков",
    "Жанна Примерова",
    "Зарина Сынақова",
    "Игорь Образцов",
    "Қайрат Үлгісов",
)

MEMBERS: tuple[Member, ...] = (
    Member("petitioner", "Әйгерім Үлгібаева", "kk", (Role.CITIZEN,)),
    Member("counsel", "Серік Мысалов", "ru", (Role.REPRESENTATIVE,)),
    Member("stranger", "Бөтен Сынақов", "ru", (Role.CITIZEN,)),
    Member("consultant", "Мәдина Үлгіева", "kk", (Role.CONSULTANT,)),
    Member("clerk", "Айбек Сынақбай", "kk", (Role.CLERK,), team="citizens"),
    Member("second_clerk", "Ольга Примерная", "ru", (Role.CLERK,), team="criminal"),
    Member("head_of_intake", "Нұрлан Мысалұлы", "kk", (Role.HEAD_OF_INTAKE,)),
    Member("registrar", "Светлана Образцова", "ru", (Role.REGISTRAR,)),
    Member("chair", "Төлеген Үлгіұлы", "kk", (Role.CHAIR, Role.JUDGE)),
    Member("deputy", "Раушан Мысалқызы", "kk", (Role.DEPUTY_CHAIR, Role.JUDGE)),
    *(
        Member(f"judge{number}", name, "ru" if number % 3 == 0 else "kk", (Role.JUDGE,))
        for number, name in enumerate(JUDGE_NAMES, start=1)
    ),
    Member("assistant", "Тимур Сынақұлы", "ru", (Role.ASSISTANT,), judge="judge1"),
    Member("secretary", "Лаура Үлгіқызы", "kk", (Role.SECRETARY,)),
    Member("publisher", "Ирина Примерова", "ru", (Role.PUBLISHER,)),
    Member("execution_officer", "Ержан Мысалбай", "kk", (Role.EXECUTION_OFFICER,)),
    Member("auditor", "Виктор Образцов", "ru", (Role.AUDITOR,)),
    Member("data_protection", "Сәуле Сынаққызы", "kk", (Role.DATA_PROTECTION_OFFICER,)),
    Member("administrator", "Дәурен Үлгібай", "kk", (Role.ADMINISTRATOR,)),
    Member("commissioner_officer", "Асель Примерова", "ru", (Role.INSTITUTION_OFFICER,), institution="commissioner"),
    Member("commissioner_head", "Марат Мысалов", "kk", (Role.INSTITUTION_HEAD,), institution="commissioner"),
    Member("prosecutor_officer", "Павел Образцов", "ru", (Role.INSTITUTION_OFFICER,), institution="prosecutor"),
    Member("prosecutor_head", "Қанат Мысалбаев", "kk", (Role.INSTITUTION_HEAD,), institution="prosecutor"),
    Member("court_officer", "Гауһар Сынақова", "kk", (Role.INSTITUTION_OFFICER,), institution="supreme_court"),
    Member("court_head", "Алмас Үлгіқұлов", "ru", (Role.INSTITUTION_HEAD,), institution="supreme_court"),
    Member("deputies_officer", "Динара Образцова", "ru", (Role.INSTITUTION_OFFICER,), institution="deputies"),
    Member("deputies_head", "Ержігіт Сынақов", "kk", (Role.INSTITUTION_HEAD,), institution="deputies"),
    Member("portal_head", "Рауан Образцов", "ru", (Role.INSTITUTION_HEAD,), institution="portal"),
)
MEMBER_BY_KEY: dict[str, Member] = {member.key: member for member in MEMBERS}
# The Court has eleven judges, the Chair and the Deputy among them.
BENCH_KEYS: tuple[str, ...] = (*(f"judge{number}" for number in range(1, 10)), "deputy", "chair")


def create_cast(password: str, at: datetime) -> dict[str, Account]:
    """Create every account and institution of the cast that is not there yet, and return the accounts by key.

    All get the same `password`, hashed once; accounts that exist keep theirs and their roles. `at` is the instant (aware)
    from which their roles hold.
    """
    hashed = make_password(password)
    with transaction.atomic():
        for code in TEAMS:
            team_of_cast(code)
        for code in INSTITUTIONS:
            institution_of_cast(code, at)
        return {member.key: create_member(member.key, hashed, at) for member in MEMBERS}


def create_member(key: str, hashed_password: str, at: datetime) -> Account:
    """Return the member's account, created with roles and a confirmed e-mail where it is not there yet.

    `hashed_password` is what `make_password` gave. Raises KeyError for a key that is not in the cast.
    """
    member = MEMBER_BY_KEY[key]
    known = Account.objects.filter(email=member.email).first()
    if known is not None:
        return known
    actor = Actor.system("cast")
    account = register_account(
        email=member.email,
        full_name=member.full_name,
        language=member.language,
        role=None,
        synthetic=True,
        actor=actor,
        at=at,
    )
    Account.objects.filter(pk=account.pk).update(password=hashed_password)
    account.password = hashed_password
    EmailAddress.objects.create(user=account, email=member.email, verified=True, primary=True)
    for role in member.roles:
        grant_role(
            account=account,
            role=role,
            institution=institution_of_cast(member.institution, at) if member.institution else None,
            team=team_of_cast(member.team) if member.team else None,
            judge=create_member(member.judge, hashed_password, at) if member.judge else None,
            reason="demonstration",
            actor=actor,
            at=at,
        )
    return account


def institution_of_cast(code: str, at: datetime) -> Institution:
    """Return an institution of the cast by its code, created where it is not there yet."""
    body = INSTITUTIONS[code]
    known = Institution.objects.filter(kind=body.kind, name_en=body.name_en).first()
    if known is not None:
        return known
    actor = Actor.system("cast")
    created = create_institution(
        name_kk=body.name_kk,
        name_ru=body.name_ru,
        name_en=body.name_en,
        kind=body.kind,
        bin=body.bin,
        synthetic=True,
        actor=actor,
        at=at,
    )
    return name_as_portal(institution=created, actor=actor, at=at) if body.is_portal else created


def team_of_cast(code: str) -> Team:
    """Return a team of the Apparatus by its code, created where it is not there yet."""
    kk, ru, en = TEAMS[code]
    return Team.objects.get_or_create(code=code, defaults={"name_kk": kk, "name_ru": ru, "name_en": en})[0]
