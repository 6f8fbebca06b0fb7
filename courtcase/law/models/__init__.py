"""What the law says, as dated data: one file a subject."""

from __future__ import annotations

from courtcase.law.models.acts import (
    Act,
    AreaOfLaw,
    Correspondence,
    DecidedProvision,
    LegalPosition,
    Provision,
    ProvisionVersion,
)
from courtcase.law.models.calendar import CalendarDay
from courtcase.law.models.clocks import Clock, ClockChange
from courtcase.law.models.corrections import ActCorrection
from courtcase.law.models.keeping import Disposal, KeepingTerm, KeepingUnit
from courtcase.law.models.petitioners import Edition, Ground, PetitionerKind, Referral
from courtcase.law.models.receipt import ReceiptRule
from courtcase.law.models.rules import Certainty, PickedBy, Rule, RuleRow
from courtcase.law.models.series import Series, SeriesCounter
from courtcase.law.models.terms import Term

__all__ = [
    "Act",
    "ActCorrection",
    "AreaOfLaw",
    "CalendarDay",
    "Certainty",
    "Clock",
    "ClockChange",
    "Correspondence",
    "DecidedProvision",
    "Disposal",
    "Edition",
    "Ground",
    "KeepingTerm",
    "KeepingUnit",
    "LegalPosition",
    "PetitionerKind",
    "PickedBy",
    "Provision",
    "ProvisionVersion",
    "ReceiptRule",
    "Referral",
    "Rule",
    "RuleRow",
    "Series",
    "SeriesCounter",
    "Term",
]
