"""Models of the register, one file a subject."""

from __future__ import annotations

from courtcase.register.models.event import ContentSalt, Event
from courtcase.register.models.read import RecordedRead
from courtcase.register.models.retention import LegalHold
from courtcase.register.models.seal import DailyRoot, RootStamp, SealedEntry, TreeNode
from courtcase.register.models.subject import Subject, SubjectKind

__all__ = [
    "ContentSalt",
    "DailyRoot",
    "Event",
    "LegalHold",
    "RecordedRead",
    "RootStamp",
    "SealedEntry",
    "Subject",
    "SubjectKind",
    "TreeNode",
]
