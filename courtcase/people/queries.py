"""What is asked about people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from courtcase import rows
from courtcase.people.actors import Actor
from courtcase.people.models import OFFER_STANDS, Account, ApiToken, Institution, OfficerOffer, RoleGrant
from courtcase.people.permissions import ScopeTable, grants_of, scoped
from courtcase.people.roles import BENCH, OF_INSTITUTION, Role

OF_ONE_INSTITUTION = "people_rolegrant.institution_id = %s ORDER BY people_rolegrant.account_id"


def headed(actor: Actor, at: datetime) -> Q:
    """Institutions the actor is the head of."""
    grants = grants_of(actor, at)
    return Q(pk__in=[grant.institution_id for grant in grants if grant.role == Role.INSTITUTION_HEAD])


INSTITUTION_SCOPES: ScopeTable = {"institution": headed, "all": lambda actor, at: Q()}


def institutions_headed_by(actor: Actor, at: datetime) -> QuerySet[Institution]:
    """Return the institutions whose officers the actor manages."""
    return scoped(Institution.objects.order_by("pk"), actor, "institution.officers", at, INSTITUTION_SCOPES)


def valid_grants(at: datetime) -> QuerySet[RoleGrant]:
    """Return the grants that may be used at `at`: what `RoleGrant.is_valid` says of one, asked of all."""
    day = timezone.localdate(at)
    return RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), Q(revoked_at=None) | Q(revoked_at__gt=at), valid_from__lte=day
    )


def accounts_with_role(role: str, at: datetime) -> QuerySet[Account]:
    """Return the active accounts that hold `role` at `at`, in the order they were created."""
    holders = valid_grants(at).filter(role=role).values("account")
    return Account.objects.filter(is_active=True, pk__in=holders).order_by("pk")


def accounts_of_team(team_id: int, at: datetime) -> QuerySet[Account]:
    """Return the active accounts that hold any role in the team at `at`."""
    members = valid_grants(at).filter(team=team_id).values("account")
    return Account.objects.filter(is_active=True, pk__in=members).order_by("pk")


def accounts_acting_for(institution_id: int, at: datetime, *, roles: Iterable[Role] = OF_INSTITUTION) -> list[Account]:
    """Return the active accounts that act for an institution at `at` in one of `roles`: its officers and its head."""
    wanted = set(roles)
    given = rows.read_all(RoleGrant, OF_ONE_INSTITUTION, [institution_id], related=("account",))
    acting = [grant.account for grant in given if grant.role in wanted and grant.is_valid(at)]
    return list({account.pk: account for account in acting if account.is_active}.values())


def judges_at(at: datetime) -> QuerySet[Account]:
    """Return those who serve as judges at `at`, in the order of their accounts."""
    serving = valid_grants(at).filter(role__in=BENCH).values("account")
    return Account.objects.filter(pk__in=serving, is_active=True).order_by("pk")


def judges_helped_by(actor: Actor, at: datetime) -> QuerySet[Account]:
    """Return the judges whose assistant the actor is at `at`, while they serve; no query where the actor is none's."""
    grants = grants_of(actor, at)
    helped = [grant.judge_id for grant in grants if grant.role == Role.ASSISTANT and grant.judge_id]
    return judges_at(at).filter(pk__in=helped) if helped else Account.objects.none()


def assistants_of(judges: Iterable[Account], at: datetime) -> QuerySet[Account]:
    """Return the active accounts that help one of `judges` at `at`, in the order they were created."""
    helping = valid_grants(at).filter(role=Role.ASSISTANT, judge__in=[judge.pk for judge in judges])
    return Account.objects.filter(is_active=True, pk__in=helping.values("account")).order_by("pk")


def offers_to(account: Account, at: datetime) -> QuerySet[OfficerOffer]:
    """Return the offers that wait for an answer of the owner of the account's e-mail."""
    waiting = OfficerOffer.objects.filter(email=account.email or "", closed_at=None, offered_at__gt=at - OFFER_STANDS)
    return waiting.select_related("institution").order_by("pk")


def search_accounts(words: str) -> QuerySet[Account]:
    """Return accounts whose e-mail or name holds `words`, newest first; all of them for no words."""
    found = Account.objects.order_by("-pk")
    if words.strip():
        found = found.filter(Q(email__icontains=words.strip()) | Q(full_name__icontains=words.strip()))
    return found


def institution_with_bin(number: str) -> Institution | None:
    """Return the institution with this business identification number; None for none."""
    return Institution.objects.filter(bin=number).exclude(bin="").order_by("pk").first()


def live_tokens(institution: Institution, at: datetime) -> QuerySet[ApiToken]:
    """Return the tokens of an institution's programs that open something at `at`, newest first."""
    working = Q(ends_at=None) | Q(ends_at__gt=at)
    return ApiToken.objects.filter(working, institution=institution).select_related("account").order_by("-pk")
