"""The words rulings are told apart by, and sets of them named for what may be done."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from petitions.models import BenchKind


class RulingKind(TextChoices):
    """What a ruling is. Several kinds share a series of numbers."""

    CONFORMITY_REVIEW = "conformity_review", _("Examination for conformity with the Constitution")
    OFFICIAL_INTERPRETATION = "official_interpretation", _("Official interpretation of the Constitution")
    ADDITIONAL_DECISION = "additional_decision", _("Additional decision on an earlier resolution")
    RULES_OF_PROCEDURE = "rules_of_procedure", _("Rules of procedure of the Court")
    FINAL_UNKNOWN = "final_unknown", _("Normative resolution whose subject is not seen in our sources")
    UNKNOWN = "unknown", _("Ruling whose kind is not seen in our sources")
    CONCLUSION = "conclusion", _("Conclusion")
    MESSAGE = "message", _("Message")
    ACCEPTANCE = "acceptance", _("Acceptance for constitutional proceedings")
    REFUSAL = "refusal", _("Refusal to accept")
    TERMINATION = "termination", _("Termination of proceedings")
    JOINDER = "joinder", _("Joinder of cases")
    SEVERANCE = "severance", _("Severance of a petition")
    EXTENSION = "extension", _("Extension of the term of the decision")
    SUSPENSION = "suspension", _("Suspension of proceedings")
    RESUMPTION = "resumption", _("Resumption of proceedings")
    RETURN_UPHELD = "return_upheld", _("Return of the petition upheld")
    RETURN_OVERTURNED = "return_overturned", _("Return of the petition set aside")


# The kinds that are printed as normative resolutions and share their running series.
NORMATIVE = frozenset(
    {
        RulingKind.CONFORMITY_REVIEW,
        RulingKind.OFFICIAL_INTERPRETATION,
        RulingKind.ADDITIONAL_DECISION,
        RulingKind.RULES_OF_PROCEDURE,
        RulingKind.FINAL_UNKNOWN,
    }
)
FINAL = NORMATIVE | {RulingKind.CONCLUSION}
# Kinds by which a case goes on: it or its term changes, nothing is decided.
MOVES_CASE = frozenset(
    {
        RulingKind.JOINDER,
        RulingKind.SEVERANCE,
        RulingKind.EXTENSION,
        RulingKind.SUSPENSION,
        RulingKind.RESUMPTION,
    }
)
ON_A_PETITION = frozenset(
    {RulingKind.ACCEPTANCE, RulingKind.REFUSAL, RulingKind.RETURN_UPHELD, RulingKind.RETURN_OVERTURNED}
)
PROCEDURAL = ON_A_PETITION | MOVES_CASE | {RulingKind.TERMINATION}
# Kinds that can be drafted here; the others come from sources or from a room of their own.
DRAFTED = frozenset(
    {RulingKind.CONFORMITY_REVIEW, RulingKind.OFFICIAL_INTERPRETATION, RulingKind.ADDITIONAL_DECISION, *PROCEDURAL}
)
WITH_GROUNDS = frozenset({RulingKind.REFUSAL, RulingKind.TERMINATION})
DECIDES_NORMS = frozenset(
    {RulingKind.CONFORMITY_REVIEW, RulingKind.OFFICIAL_INTERPRETATION, RulingKind.ADDITIONAL_DECISION}
)
CLOSES_CASE = DECIDES_NORMS | {RulingKind.CONCLUSION, RulingKind.TERMINATION}
# Kinds every citizen finds by a plain number: /rulings/29.
SERIES: dict[str, str] = {
    **dict.fromkeys(NORMATIVE, "normative_resolutions"),
    **dict.fromkeys(PROCEDURAL, "procedural_rulings"),
    RulingKind.CONCLUSION: "conclusions",
    RulingKind.MESSAGE: "messages",
}
# The smallest bench that may decide a kind; where several are named, the one that sat decides the quorum.
BENCHES: dict[str, tuple[BenchKind, ...]] = {
    **dict.fromkeys(NORMATIVE, (BenchKind.PANEL, BenchKind.PLENARY)),
    RulingKind.CONCLUSION: (BenchKind.PANEL, BenchKind.PLENARY),
    RulingKind.TERMINATION: (BenchKind.PANEL, BenchKind.PLENARY),
    **dict.fromkeys(MOVES_CASE, (BenchKind.PANEL, BenchKind.PLENARY)),
    RulingKind.MESSAGE: (BenchKind.PLENARY,),
    RulingKind.ACCEPTANCE: (BenchKind.ACCEPTANCE,),
    RulingKind.REFUSAL: (BenchKind.ACCEPTANCE,),
    RulingKind.RETURN_UPHELD: (BenchKind.ACCEPTANCE, BenchKind.PANEL, BenchKind.PLENARY),
    RulingKind.RETURN_OVERTURNED: (BenchKind.ACCEPTANCE, BenchKind.PANEL, BenchKind.PLENARY),
}


class RulingState(TextChoices):
    """Where a ruling stands. A signed one never changes, a published one is seen by all, a discarded draft by staff."""

    DRAFT = "draft", pgettext_lazy("ruling state", "Draft")
    SIGNED = "signed", pgettext_lazy("ruling state", "Signed, not yet published")
    PUBLISHED = "published", pgettext_lazy("ruling state", "Published")
    DISCARDED = "discarded", pgettext_lazy("ruling state", "Discarded draft")


class Origin(TextChoices):
    """Where the ruling came from."""

    COURT = "court", _("Drafted, signed and published here")
    SOURCE = "source", _("Entered from public sources")


class Certainty(TextChoices):
    """How sure the words of a ruling entered from a source are."""

    AS_PRINTED = "as printed", _("as printed")
    ABRIDGED = "abridged", _("abridged")
    PARAPHRASE = "paraphrase", _("paraphrase, not the printed words")
    SEEN = "seen", _("seen in a source")
    RECALLED = "recalled", _("recalled, not confirmed by a source")


class SignedHow(TextChoices):
    """By which road a judge's signature was given."""

    PAPER_CERTIFIED = "paper_certified", _("Signed on paper; the copy is certified")


LANGUAGES = ("kk", "ru", "en")
# The Court's languages, both authentic; English is a translation.
AUTHENTIC = ("kk", "ru")
