"""What the Chair, judges and the secretary of session fill in."""

from __future__ import annotations

from petitions.proceedings.forms.bench import (
    AdjournForm,
    AttendanceForm,
    CaseSessionForm,
    JudgesForm,
    MinutesForm,
    PetitionsField,
    ReplaceForm,
    ReplaceStudyForm,
    ReportForm,
    SessionForm,
)
from petitions.proceedings.forms.judges import (
    AbsenceForm,
    AlarmForm,
    DecideForm,
    NoteForm,
    QuestionForm,
    RecusalForm,
    VoteForm,
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
    "AbsenceForm",
    "AlarmForm",
    "DecideForm",
    "NoteForm",
    "QuestionForm",
    "RecusalForm",
    "VoteForm",
    "AdjournForm",
    "AdmitForm",
    "AnswerForm",
    "AttendanceForm",
    "CaseSessionForm",
    "EndForm",
    "JudgesForm",
    "MinutesForm",
    "PetitionsField",
    "PlanForm",
    "ReplaceForm",
    "ReplaceStudyForm",
    "ReportForm",
    "RequestForm",
    "SessionForm",
    "SureForm",
]
