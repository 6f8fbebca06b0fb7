"""Models of petitions, one file a subject."""

from __future__ import annotations

from petitions.models.codes import CodePurpose, OneTimeCode
from petitions.models.intake import ArchiveEntry, Assignment, Forwarding, QueueEntry, Return, RoutingRule
from petitions.models.petition import Attachment, Channel, ClaimedRight, ContestedProvision, Petition, PetitionVersion
from petitions.models.proceedings import (
    AgendaItem,
    Answer,
    BenchKind,
    Case,
    CaseState,
    Rapporteur,
    Recommendation,
    Sitting,
    SittingMember,
    StudyAssignment,
)

__all__ = [
    "AgendaItem",
    "Answer",
    "ArchiveEntry",
    "Assignment",
    "Attachment",
    "BenchKind",
    "Case",
    "CaseState",
    "Channel",
    "ClaimedRight",
    "CodePurpose",
    "ContestedProvision",
    "Forwarding",
    "OneTimeCode",
    "Petition",
    "PetitionVersion",
    "QueueEntry",
    "Rapporteur",
    "Recommendation",
    "Return",
    "RoutingRule",
    "Sitting",
    "SittingMember",
    "StudyAssignment",
]
