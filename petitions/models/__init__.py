"""Models of petitions, one file a subject."""

from __future__ import annotations

from petitions.models.approval import STANDING, ApprovalOutcome, FilingApproval
from petitions.models.audit import AuditSample, ReadingOutcome, ReadingRequest
from petitions.models.bench import Naming, Recusal
from petitions.models.bulk import BulkKind, BulkRow, BulkState, BulkWork
from petitions.models.codes import CodePurpose, OneTimeCode
from petitions.models.danger import DangerAlarm, DangerOutcome
from petitions.models.data_request import DataRequest, RequestKind, RequestOutcome, RequestRoad
from petitions.models.deliberation import CaseFile, JudgeNote, NormAlarm, NormChange, Question, Result
from petitions.models.desk import Authority, Client
from petitions.models.docket import Capacity, CaseParticipant, DocketEntry, PaperKind
from petitions.models.export import DataExport
from petitions.models.forwarding import Forwarding, ForwardingAnswer, ForwardingConsent
from petitions.models.help import DraftHelp, HelpProposal, ProposalOutcome
from petitions.models.incoming import IncomingKind, IncomingPaper
from petitions.models.intake import (
    ArchiveEntry,
    Assignment,
    AssignmentHow,
    QueueEntry,
    Return,
    RoutingRule,
    Target,
)
from petitions.models.keeping import ActOutcome, DisposalAct, DisposalLine, LineOutcome
from petitions.models.later_decision import LaterDecision
from petitions.models.letters import (
    Letter,
    LetterDelivery,
    LetterKind,
    LetterRule,
    LetterStatus,
    LetterTemplate,
    PreparedReturn,
    ReturnOutcome,
)
from petitions.models.links import LinkKind, PetitionLink
from petitions.models.list_export import ListExport, ListExportPart
from petitions.models.marks import Mark, MarkKind
from petitions.models.notes import NoteKind, StaffNote
from petitions.models.people import FIRST, HowSigned, Petitioner
from petitions.models.petition import Attachment, Channel, ClaimedRight, ContestedProvision, Petition, PetitionVersion
from petitions.models.preparation import DueBy, InformationRequest, PlanStep
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
from petitions.models.routing import Ladder, LadderState
from petitions.models.saved import SavedView
from petitions.models.screening import Finding, PointNote
from petitions.models.stacks import LaidPetition, Stack, StandingReply
from petitions.models.webhooks import Delivery, Webhook
from petitions.models.withdrawal import Withdrawal
from petitions.models.words import PetitionWords

__all__ = [
    "DataRequest",
    "RequestKind",
    "RequestOutcome",
    "RequestRoad",
    "ActOutcome",
    "DisposalAct",
    "DisposalLine",
    "LineOutcome",
    "LaidPetition",
    "LinkKind",
    "PetitionLink",
    "Mark",
    "MarkKind",
    "Finding",
    "PointNote",
    "STANDING",
    "DraftHelp",
    "HelpProposal",
    "ProposalOutcome",
    "FIRST",
    "HowSigned",
    "Petitioner",
    "AgendaItem",
    "Answer",
    "ApprovalOutcome",
    "ArchiveEntry",
    "Assignment",
    "AssignmentHow",
    "Authority",
    "Client",
    "Attachment",
    "BenchKind",
    "BulkKind",
    "BulkRow",
    "BulkState",
    "BulkWork",
    "CaseFile",
    "JudgeNote",
    "NormAlarm",
    "NormChange",
    "NoteKind",
    "Question",
    "Result",
    "Naming",
    "Recusal",
    "Capacity",
    "DangerAlarm",
    "DangerOutcome",
    "CaseParticipant",
    "DocketEntry",
    "DueBy",
    "IncomingKind",
    "IncomingPaper",
    "InformationRequest",
    "AuditSample",
    "ReadingOutcome",
    "ReadingRequest",
    "Ladder",
    "LadderState",
    "PaperKind",
    "PlanStep",
    "Case",
    "CaseState",
    "Channel",
    "ClaimedRight",
    "CodePurpose",
    "ContestedProvision",
    "DataExport",
    "Delivery",
    "FilingApproval",
    "Forwarding",
    "ForwardingAnswer",
    "ForwardingConsent",
    "LaterDecision",
    "Letter",
    "LetterDelivery",
    "LetterKind",
    "LetterRule",
    "LetterStatus",
    "LetterTemplate",
    "ListExport",
    "ListExportPart",
    "OneTimeCode",
    "Petition",
    "PetitionVersion",
    "PetitionWords",
    "PreparedReturn",
    "QueueEntry",
    "Rapporteur",
    "Recommendation",
    "Return",
    "ReturnOutcome",
    "RoutingRule",
    "SavedView",
    "Stack",
    "StandingReply",
    "Sitting",
    "SittingMember",
    "StaffNote",
    "StudyAssignment",
    "Target",
    "Webhook",
    "Withdrawal",
]
