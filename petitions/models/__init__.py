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
from petitions.models.keeping import ActOutcome, DataBlock, DisposalAct, DisposalLine, KeepingChange, LineOutcome
from petitions.models.later_decision import LaterDecision, LaterNoticesConsent, ToldHow
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
from petitions.models.stacks import LaidPetition, Stack, StandingReply, Together
from petitions.models.webhooks import Delivery, Webhook
from petitions.models.withdrawal import Withdrawal
from petitions.models.words import PetitionWords

__all__ = [
    "ActOutcome",
    "AgendaItem",
    "Answer",
    "ApprovalOutcome",
    "ArchiveEntry",
    "Assignment",
    "AssignmentHow",
    "Attachment",
    "AuditSample",
    "Authority",
    "BenchKind",
    "BulkKind",
    "BulkRow",
    "BulkState",
    "BulkWork",
    "Capacity",
    "Case",
    "CaseFile",
    "CaseParticipant",
    "CaseState",
    "Channel",
    "ClaimedRight",
    "Client",
    "CodePurpose",
    "ContestedProvision",
    "DangerAlarm",
    "DangerOutcome",
    "DataBlock",
    "DataExport",
    "DataRequest",
    "Delivery",
    "DisposalAct",
    "DisposalLine",
    "DocketEntry",
    "DraftHelp",
    "DueBy",
    "FIRST",
    "FilingApproval",
    "Finding",
    "Forwarding",
    "ForwardingAnswer",
    "ForwardingConsent",
    "HelpProposal",
    "HowSigned",
    "IncomingKind",
    "IncomingPaper",
    "InformationRequest",
    "JudgeNote",
    "KeepingChange",
    "Ladder",
    "LadderState",
    "LaidPetition",
    "LaterDecision",
    "LaterNoticesConsent",
    "Letter",
    "LetterDelivery",
    "LetterKind",
    "LetterRule",
    "LetterStatus",
    "LetterTemplate",
    "LineOutcome",
    "LinkKind",
    "ListExport",
    "ListExportPart",
    "Mark",
    "MarkKind",
    "Naming",
    "NormAlarm",
    "NormChange",
    "NoteKind",
    "OneTimeCode",
    "PaperKind",
    "Petition",
    "PetitionLink",
    "PetitionVersion",
    "PetitionWords",
    "Petitioner",
    "PlanStep",
    "PointNote",
    "PreparedReturn",
    "ProposalOutcome",
    "Question",
    "QueueEntry",
    "Rapporteur",
    "ReadingOutcome",
    "ReadingRequest",
    "Recommendation",
    "Recusal",
    "RequestKind",
    "RequestOutcome",
    "RequestRoad",
    "Result",
    "Return",
    "ReturnOutcome",
    "RoutingRule",
    "STANDING",
    "SavedView",
    "Sitting",
    "SittingMember",
    "Stack",
    "StaffNote",
    "StandingReply",
    "StudyAssignment",
    "Target",
    "Together",
    "ToldHow",
    "Webhook",
    "Withdrawal",
]
