"""Whom a step concerns, and by which road they are told. The words are templates; here is only who and how."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from courtcase.notices.operations import owe_notice, owe_notices
from courtcase.people.models import Account
from courtcase.people.queries import accounts_acting_for
from courtcase.people.roles import Role
from courtcase.register.models import Subject
from petitions.addresses import on_file
from petitions.blocking import is_told
from petitions.content import Person, PetitionContent, key_of, open_content, petitioners_of
from petitions.models import Channel, Petition, Petitioner
from petitions.signatories import is_joint, remaining
from petitions.versions import as_told
from petitions.writers import REPRESENTING, Writer


def tell_petitioner(
    *,
    petition: Petition,
    event: str,
    at: datetime,
    not_before: datetime | None = None,
    key: str = "",
    content: PetitionContent | None = None,
    facts: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Owe the petitioner a notice of `event` by the road they left: account, e-mail, telephone, else post.

    An institution is told through everybody who acts for it on the day.
    Of several who petition together each is told who has not withdrawn; of those, `only` who has one of these keys.

    `key` tells apart several notices of one event (default: the petition's version). `content` are the words in force,
    where the caller has them; else they are read. `facts` (ids, no words of people) are kept with the notice for its text.
    Where the data is blocked nothing is told that is beside the proceedings.
    """
    if not is_told(petition, event):
        return
    officers = [
        with_facts(one, facts)
        for one in to_institution(petition=petition, event=event, at=at, not_before=not_before or at, key=key)
    ]
    if is_told_by_officers(petition):
        owe_notices(officers)
        return
    if is_joint(petition):
        owe_notices(officers)
        words = open_content(petition, as_told(petition)) if content is None else content
        tell_everybody(
            petition=petition, content=words, event=event, not_before=not_before or at, key=key, facts=facts, only=only
        )
        return
    person = None
    if not is_told_by_account(petition):
        written = written_person(petition) if content is None else content.get("petitioner", {})
        person = on_file(petition, written)
    told = to_petitioner(petition=petition, event=event, person=person, not_before=not_before or at, key=key)
    told = with_facts(told, facts)
    owe_notices([*officers, {**told, "data_key": petition.data_key if told["address"] else None}])


def with_facts(told: dict[str, Any], facts: Mapping[str, str] | None) -> dict[str, Any]:
    """Return what a notice is made of, with facts for its text."""
    return {**told, "context": {**told["context"], **facts}} if facts else told


def tell_everybody(
    *,
    petition: Petition,
    content: PetitionContent,
    event: str,
    not_before: datetime,
    key: str,
    facts: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Owe each of several petitioners (`only` of these keys) a notice, and the representative by the account that filed."""
    if petition.writer in REPRESENTING and is_told_by_account(petition):
        to_writer = to_petitioner(petition=petition, event=event, person=None, not_before=not_before, key=key)
        owe_notice(**with_facts(to_writer, facts))
    for one in remaining(petition):
        if only is not None and one.key not in only:
            continue
        tell_one(petition=petition, petitioner=one, content=content, event=event, at=not_before, key=key, facts=facts)


def tell_one(
    *,
    petition: Petition,
    petitioner: Petitioner,
    content: PetitionContent,
    event: str,
    at: datetime,
    key: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    """Owe one of several petitioners a notice: the first by the account, if it is theirs, else each by their own road."""
    person = person_called(content, petitioner.key)
    by_account = petitioner.is_first and petition.writer not in REPRESENTING and is_told_by_account(petition)
    reached = on_file(petition, person) if petitioner.is_first else person
    told = to_petitioner(
        petition=petition,
        event=event,
        person=None if by_account else reached,
        not_before=at,
        key=f"{key or f'v{petition.version}'}:{petitioner.key}",
    )
    if not petitioner.is_first:
        told = with_facts(told, {"petitioner": petitioner.key})
    owe_notice(**with_facts(told, facts), data_key=petition.data_key if told["address"] else None)


def to_petitioner(
    *, petition: Petition, event: str, person: Person | None, not_before: datetime, key: str = ""
) -> dict[str, Any]:
    """Return what a notice to the petitioner is made of; `person` is who stands in it, where no account is told."""
    channel, address = road_of(person) if person is not None else ("email", None)
    return {
        "subject": petition.subject,
        "event": event,
        "recipient": petition.account if person is None else None,
        "address": address,
        "channel": channel,
        "language": petition.language,
        "context": {"petition": str(petition.public_id)},
        "not_before": not_before,
        "key": key or f"v{petition.version}",
    }


def to_institution(
    *, petition: Petition, event: str, at: datetime, not_before: datetime, key: str = ""
) -> list[dict[str, Any]]:
    """Return the notices of `event` to everybody who acts for the institution that petitions; none of a citizen's petition."""
    if petition.institution_id is None:
        return []
    officers = accounts_acting_for(petition.institution_id, at)
    return to_accounts(petition=petition, accounts=officers, event=event, not_before=not_before, key=key)


def tell_heads(*, petition: Petition, event: str, at: datetime) -> None:
    """Owe the head of the institution that petitions a notice of `event`."""
    if petition.institution_id is not None:
        heads = accounts_acting_for(petition.institution_id, at, roles=(Role.INSTITUTION_HEAD,))
        tell_accounts(petition=petition, accounts=heads, event=event, at=at)


def tell_accounts(*, petition: Petition, accounts: Iterable[Account], event: str, at: datetime, key: str = "") -> None:
    """Owe each of these accounts a notice of `event`; a program, which has no mailbox, is passed over."""
    owe_notices(to_accounts(petition=petition, accounts=accounts, event=event, not_before=at, key=key))


def to_accounts(
    *, petition: Petition, accounts: Iterable[Account], event: str, not_before: datetime, key: str = ""
) -> list[dict[str, Any]]:
    """Return the notices of `event` to those of these accounts that have a mailbox."""
    return [
        to_account(petition=petition, account=account, event=event, not_before=not_before, key=key)
        for account in accounts
        if account.email
    ]


def to_account(
    *, petition: Petition, account: Account, event: str, not_before: datetime, key: str = ""
) -> dict[str, Any]:
    """Return what a notice to somebody who acts for an institution is made of."""
    return {
        **to_petitioner(petition=petition, event=event, person=None, not_before=not_before, key=key),
        "recipient": account,
    }


def tell_staff(
    *,
    petition: Petition,
    account: Account,
    event: str,
    at: datetime,
    key: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    """Owe a member of the Court a notice of `event`, in the application and nowhere else; `key` and `facts` as above."""
    owe_notice(**with_facts(to_staff(petition=petition, account=account, event=event, at=at, key=key), facts))


def to_staff(*, petition: Petition, account: Account, event: str, at: datetime, key: str = "") -> dict[str, Any]:
    """Return what a notice to a member of the Court is made of."""
    return {
        "subject": petition.subject,
        "event": event,
        "recipient": account,
        "address": None,
        "channel": "inapp",
        "language": account.language,
        "context": {"petition": str(petition.public_id)},
        "not_before": at,
        "key": key or f"v{petition.version}",
    }


def tell_bench(
    *, subject: Subject, judges: Iterable[Account], event: str, context: dict[str, Any], at: datetime, key: str
) -> None:
    """Owe each of `judges` a notice of `event` about a case or a session, in the application; `key` tells two apart."""
    for judge in judges:
        owe_notice(
            subject=subject,
            event=event,
            recipient=judge,
            channel="inapp",
            language=judge.language,
            context=context,
            not_before=at,
            key=key,
        )


def tell_participants(
    *,
    subject: Subject,
    accounts: Iterable[Account],
    event: str,
    at: datetime,
    key: str,
    context: dict[str, Any] | None = None,
) -> None:
    """Owe each of `accounts`, who take part in a case, a notice of `event` by e-mail; `key` tells two apart."""
    for account in accounts:
        if account.email:
            owe_notice(
                subject=subject,
                event=event,
                recipient=account,
                channel="email",
                language=account.language,
                context=context,
                not_before=at,
                key=key,
            )


def tell_working(*, petition: Petition, event: str, at: datetime, key: str) -> None:
    """Owe a notice of `event` to everybody of the Court who works on the petition now: its clerk and its judges."""
    working = [study.judge for study in petition.studies.filter(reported_at=None).select_related("judge")]
    if petition.assignee is not None:
        working.append(petition.assignee)
    for account in dict.fromkeys(working):
        tell_staff(petition=petition, account=account, event=event, at=at, key=key)


def is_told_by_officers(petition: Petition) -> bool:
    """Say whether whoever acts for the institution is told and nobody else.

    Where a program files, the institution is told at the address that stands in the petition too.
    """
    return petition.institution_id is not None and petition.channel != Channel.API


def is_told_by_account(petition: Petition) -> bool:
    """Say whether the petitioner is told through the account that filed: a program has no mailbox, its institution has.

    An account that only helped to write is not told either: the petition is another's.
    """
    return petition.account_id is not None and petition.channel != Channel.API and petition.writer != Writer.HELPER


def written_person(petition: Petition) -> Person:
    """Return the petitioner as written in the latest frozen version, or in the draft where none is frozen yet."""
    return open_content(petition, as_told(petition)).get("petitioner", {})


def written_of(petition: Petition, petitioner: Petitioner) -> Person:
    """Return one of several petitioners as written in the latest frozen version."""
    return person_called(open_content(petition, as_told(petition)), petitioner.key)


def person_called(content: PetitionContent, key: str) -> Person:
    """Return the petitioner of this key in the words; somebody without a word where there is none."""
    return next((one for one in petitioners_of(content) if key_of(one) == key), Person())


def road_of(person: Person) -> tuple[str, dict[str, Any]]:
    """Return the channel and the address by which a person without an account is reached."""
    name = person.get("full_name", "")
    if person.get("email"):
        return "email", {"email": person["email"]}
    if person.get("phone"):
        return "sms", {"phone": person["phone"]}
    return "post", {"name": name, "lines": person.get("residence", "").splitlines()}
