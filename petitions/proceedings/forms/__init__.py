"""What the Chair, judges and the secretary of session fill in."""

from __future__ import annotations

from petitions.proceedings.forms.bench import (
    AttendanceForm,
    CaseSessionForm,
    JudgesForm,
    PetitionsField,
    ReportForm,
    SessionForm,
)
from petitions.proceedings.forms.preparation import (
    AdmitForm,
    AnswerForm,
    EndForm,
    PlanForm,
    RequestForm,
    SureForm,
)

__all__ = [
    "AdmitForm",
    "AnswerForm",
    "AttendanceForm",
    "CaseSessionForm",
    "EndForm",
    "JudgesForm",
    "PetitionsField",
    "PlanForm",
    "ReportForm",
    "RequestForm",
    "SessionForm",
    "SureForm",
]
