"""Models of rulings, one file a subject."""

from __future__ import annotations

from rulings.models.bench import BenchMember
from rulings.models.bodies import AskingKind, MeasureAsking, MeasureDoer, StepWithdrawal
from rulings.models.citations import CitationState, TextCitation
from rulings.models.kinds import Certainty, Origin, RulingKind, RulingState, SignedHow
from rulings.models.measures import Measure, MeasureKind, MeasureStep, Stage
from rulings.models.mending import Mending, MendingKind, MendingOutcome
from rulings.models.norms import RulingProvision
from rulings.models.official import OfficialPublication, PublicationPlace
from rulings.models.open_data import OpenDataFile, OpenDataKind, OpenDataPart, OpenDataSet, OpenDataState
from rulings.models.plain_words import PlainWords
from rulings.models.ruling import Ruling, RulingLink, RulingPetition, SourceFacts
from rulings.models.statistics import CountedYear, FigureCell, YearOrigin
from rulings.models.texts import Rendition, RulingText, SignedText
from rulings.models.watches import Watch, WatchKind

__all__ = [
    "AskingKind",
    "BenchMember",
    "Certainty",
    "CitationState",
    "CountedYear",
    "FigureCell",
    "Measure",
    "MeasureAsking",
    "MeasureDoer",
    "MeasureKind",
    "MeasureStep",
    "Mending",
    "MendingKind",
    "MendingOutcome",
    "OpenDataFile",
    "OpenDataKind",
    "OpenDataPart",
    "OpenDataSet",
    "OpenDataState",
    "Origin",
    "OfficialPublication",
    "PlainWords",
    "PublicationPlace",
    "Rendition",
    "Ruling",
    "RulingKind",
    "RulingLink",
    "RulingPetition",
    "RulingProvision",
    "RulingState",
    "RulingText",
    "SignedHow",
    "SignedText",
    "SourceFacts",
    "Stage",
    "StepWithdrawal",
    "TextCitation",
    "Watch",
    "WatchKind",
    "YearOrigin",
]
