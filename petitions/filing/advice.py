"""“Can this Court help me?”: at most six plain questions, built on what petitions are returned for (art. 45, 47). Pure.

Nobody is asked whether it is about a law or a judgment: everyone says a judgment. They are asked what the court said it
relied on, and whether it applied the rule wrongly or the rule itself is unjust. Whatever comes out, one may file all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str
UNKNOWN = "unknown"


class Verdict(Enum):
    """What the answers together say."""

    YES = "yes"
    PERHAPS = "perhaps"
    PROBABLY_NOT = "probably_not"


@dataclass(frozen=True)
class Answer:
    """One answer to a question: its word in the address, its words on the page."""

    code: str
    words: Words


@dataclass(frozen=True)
class Question:
    """One question; `hint` explains it, `shows_judgment` offers the page that shows where in a judgment the norm stands."""

    code: str
    words: Words
    hint: Words
    answers: tuple[Answer, ...]
    shows_judgment: bool = False


@dataclass(frozen=True)
class Reason:
    """Why: what was said and what it means; the ground of law it rests on (its code); where to go instead (codes)."""

    verdict: Verdict
    words: Words
    ground: str = ""
    elsewhere: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Advice:
    """The outcome of the questions: the verdict and every reason for it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


DONT_KNOW = Answer(UNKNOWN, _("I don't know"))

QUESTIONS: tuple[Question, ...] = (
    Question(
        "who",
        _("Who is asking?"),
        _("If you write for somebody else, answer for that person: whose right is touched."),
        (
            Answer("citizen", _("A citizen of Kazakhstan")),
            Answer("organisation", _("A company or another organisation")),
            Answer("foreigner", _("A citizen of another country, or a person without citizenship")),
            DONT_KNOW,
        ),
    ),
    Question(
        "happened",
        _("What happened?"),
        _("Choose what comes nearest to your situation now."),
        (
            Answer("court_decided", _("A court decided my case")),
            Answer("court_hears", _("A court still hears my case")),
            Answer(
                "official",
                _("An official, the police, a bailiff or another body did something wrong, and no court has decided"),
            ),
            Answer("explain", _("I want a law to be explained, changed or added")),
            Answer("mercy", _("I ask for pardon, amnesty or an earlier release")),
            Answer("nothing", _("Nothing has happened to me yet; I find a law unjust")),
            DONT_KNOW,
        ),
    ),
    Question(
        "in_force",
        _("Is the court's decision in force?"),
        _(
            "The office of the court that made it will tell you whether it is in force; a stamp on the last page often "
            "says so."
        ),
        (
            Answer("yes", _("Yes, it is in force")),
            Answer("no", _("No, it can still be appealed or the appeal is being heard")),
            DONT_KNOW,
        ),
    ),
    Question(
        "since",
        _("When did the decision enter into force?"),
        _(
            "The law gives one year. One place in it counts from the day the decision was made, the official form from its "
            "entry into force: whoever is safe by both files earlier. Saving a draft does not stop this term."
        ),
        (
            Answer("within_year", _("Less than a year ago")),
            Answer("longer", _("More than a year ago")),
            DONT_KNOW,
        ),
    ),
    Question(
        "relied_on",
        _("What did the court say it relied on?"),
        _("Look in the part of the decision that gives reasons, after words like “the court found”."),
        (
            Answer(
                "article",
                _("It names an article of a law, code, order or another act, and my complaint is about that article"),
            ),
            Answer(
                "guidance",
                _("It names an explanation of the Supreme Court (a normative resolution), and that is my complaint"),
            ),
            Answer("other_article", _("It names articles, but none of them is what troubles me")),
            Answer("facts", _("It speaks of facts and evidence only")),
            DONT_KNOW,
        ),
        shows_judgment=True,
    ),
    Question(
        "unjust",
        _("What is unjust?"),
        _("Imagine a careful judge who applies the rule exactly as it is written. Would you still lose?"),
        (
            Answer("rule", _("The rule itself: applied exactly as written, it still takes my right")),
            Answer(
                "unclear",
                _(
                    "The rule is unclear: it can be read in several ways, and people in the same position fare differently"
                ),
            ),
            Answer(
                "application",
                _("The court applied the rule wrongly, believed the wrong people or weighed the evidence wrongly"),
            ),
            Answer("both", _("Both")),
            DONT_KNOW,
        ),
    ),
)

NO, PERHAPS, YES = Verdict.PROBABLY_NOT, Verdict.PERHAPS, Verdict.YES
COURTS = ("supreme_court", "advocates", "reception_centre")

# What each answer means. An answer that is missing here only leads on to the next question.
MEANINGS: dict[tuple[str, str], Reason] = {
    ("who", "organisation"): Reason(
        NO,
        _(
            "As the rule stands here, an organisation has no petition of its own. It can ask one of "
            "these bodies to petition; a citizen whose own rights are directly touched can petition."
        ),
        "return_requirements",
        group="legal_entity",
    ),
    ("who", "foreigner"): Reason(
        NO,
        _(
            "As the rule stands here, only citizens of Kazakhstan petition the Court themselves. You "
            "can ask one of these bodies to petition."
        ),
        "return_requirements",
        group="foreigner",
    ),
    ("who", UNKNOWN): Reason(
        PERHAPS, _("As the rule stands here, only citizens of Kazakhstan petition the Court themselves.")
    ),
    ("happened", "court_hears"): Reason(
        NO,
        _(
            "The law asks for a decision that is in force. While your case is heard, you can ask the "
            "court itself to petition about the rule it has to apply."
        ),
        "return_conditions",
        ("court_hearing_the_case", "advocates", "reception_centre"),
    ),
    ("happened", "official"): Reason(
        NO,
        _(
            "The Court examines laws, not what officials, the police or bailiffs do. Complain to the "
            "body above them, to the prosecutor or to a court first."
        ),
        "return_competence",
        ("prosecutor_general", "ministry_of_justice", "advocates"),
    ),
    ("happened", "explain"): Reason(
        NO,
        _(
            "The Court neither explains ordinary laws to people nor writes new ones. The ministry that "
            "is responsible for the law can do the first and propose the second."
        ),
        "return_competence",
        ("ministry_of_justice", "advocates", "legal_consultants"),
    ),
    ("happened", "mercy"): Reason(
        NO,
        _("Pardon, amnesty and release are not in the Court's hands."),
        "return_competence",
        ("supreme_court", "prosecutor_general", "advocates"),
    ),
    ("happened", "nothing"): Reason(
        NO,
        _(
            "A citizen petitions about a rule that a court applied in the citizen's own case. About a "
            "rule as such you can ask one of these bodies to petition."
        ),
        "return_conditions",
        ("commissioner", "prosecutor_general", "ministry_of_justice"),
    ),
    ("happened", UNKNOWN): Reason(
        PERHAPS,
        _("A citizen petitions about a rule that a court applied in the citizen's own case."),
        "return_conditions",
        ("reception_centre",),
    ),
    ("in_force", "yes"): Reason(YES, _("A court decided your own case, and its decision is in force.")),
    ("in_force", "no"): Reason(
        NO,
        _("The law asks for a decision that is in force. Appeal first; you can petition afterwards, within one year."),
        "return_conditions",
        ("court_hearing_the_case", "advocates", "reception_centre"),
    ),
    ("in_force", UNKNOWN): Reason(
        PERHAPS,
        _("The decision must be in force. The office of the court that made it will tell you."),
        "return_conditions",
        ("reception_centre",),
    ),
    ("since", "within_year"): Reason(YES, _("Less than a year has passed since then.")),
    ("since", "longer"): Reason(
        NO,
        _(
            "More than a year has passed since the decision entered into force. The law knows two "
            "exceptions (art. 45(3) and 45(4)); ask whether one of them is yours."
        ),
        "return_conditions",
        COURTS,
    ),
    ("since", UNKNOWN): Reason(
        PERHAPS,
        _(
            "The law gives one year. Find the days on which the decision was made and entered into force before "
            "anything else."
        ),
        "return_conditions",
        ("reception_centre",),
    ),
    ("relied_on", "article"): Reason(YES, _("The court applied the very rule that troubles you.")),
    ("relied_on", "guidance"): Reason(
        YES,
        _("The court applied the very explanation that troubles you. The Court examines such explanations too."),
    ),
    ("relied_on", "other_article"): Reason(
        NO,
        _("The Court examines only a rule that the court applied in your case."),
        "return_conditions",
        COURTS,
    ),
    ("relied_on", "facts"): Reason(
        NO,
        _(
            "The Court does not weigh facts and evidence anew and does not review judgments. That is "
            "done by the courts above."
        ),
        "return_competence",
        COURTS,
    ),
    ("relied_on", UNKNOWN): Reason(
        PERHAPS,
        _("Find the article the court relied on: a petition has to name it exactly."),
        "return_conditions",
        ("reception_centre",),
    ),
    ("unjust", "rule"): Reason(
        YES, _("You say that the rule itself takes your right. That is what this Court examines.")
    ),
    ("unjust", "unclear"): Reason(
        YES,
        _("The Court can find an unclear rule unconstitutional, or say how it must be read from now on."),
    ),
    ("unjust", "application"): Reason(
        NO,
        _(
            "The Court cannot change a decision because a court applied a good rule wrongly. That is "
            "done by the courts above."
        ),
        "return_competence",
        COURTS,
    ),
    ("unjust", "both"): Reason(
        PERHAPS,
        _(
            "This Court can examine the rule, not how it was applied. Write about the rule alone; take "
            "the rest to the courts above."
        ),
        "return_competence",
        ("supreme_court", "reception_centre"),
    ),
    ("unjust", UNKNOWN): Reason(
        PERHAPS,
        _(
            "Ask yourself whether you would lose even before a judge who applies the rule exactly. If "
            "so, the rule itself may be unjust."
        ),
        "return_competence",
        ("reception_centre",),
    ),
}


def known(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that belong to questions there are, in the order of the questions, up to the first missing one."""
    kept: dict[str, str] = {}
    for question in QUESTIONS:
        given = answers.get(question.code, "")
        if given not in {answer.code for answer in question.answers}:
            break
        kept[question.code] = given
    return kept


def next_question(answers: Mapping[str, str]) -> Question | None:
    """Return the question to ask after these answers; None where the outcome is known, at the latest after six."""
    if any(reason.verdict is NO for reason in reasons_of(answers)):
        return None
    # Whether there is a court's decision at all is not known: what such a decision says need not be asked.
    if answers.get("happened") == UNKNOWN:
        return None
    return next((question for question in QUESTIONS if question.code not in answers), None)


def reasons_of(answers: Mapping[str, str]) -> list[Reason]:
    """Return what the answers mean, in the order of the questions."""
    pairs = [(question.code, answers.get(question.code, "")) for question in QUESTIONS]
    return [MEANINGS[pair] for pair in pairs if pair in MEANINGS]


def advice_on(answers: Mapping[str, str]) -> Advice:
    """Return the outcome: one “no” outweighs everything, one “don't know” leaves it open."""
    reasons = reasons_of(answers)
    found = {reason.verdict for reason in reasons}
    verdict = NO if NO in found else PERHAPS if PERHAPS in found else YES
    return Advice(verdict=verdict, reasons=tuple(reasons))
