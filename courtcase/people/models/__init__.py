"""Models of people: accounts, institutions, teams, and the roles granted to accounts."""

from __future__ import annotations

from courtcase.people.models.account import Account
from courtcase.people.models.api_client import ApiRequest, ApiScope, ApiToken
from courtcase.people.models.institution import Institution, Team
from courtcase.people.models.leave import Leave
from courtcase.people.models.linked_identity import LinkedIdentity
from courtcase.people.models.officer_offer import OFFER_STANDS, OfferOutcome, OfficerOffer
from courtcase.people.models.phone_code import PhoneCode, PhoneCodePurpose
from courtcase.people.models.role_grant import RoleGrant

__all__ = [
    "OFFER_STANDS",
    "Account",
    "ApiRequest",
    "ApiScope",
    "ApiToken",
    "Institution",
    "Leave",
    "LinkedIdentity",
    "OfferOutcome",
    "OfficerOffer",
    "PhoneCode",
    "PhoneCodePurpose",
    "RoleGrant",
    "Team",
]
