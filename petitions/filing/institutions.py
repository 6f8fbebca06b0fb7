"""The pages and requirements of institutions: what follows from who petitions and what is asked, by the law of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import PetitionerKind
from courtcase.law.models.petitioners import Question
from courtcase.law.queries import petitioner_kinds_on
from courtcase.law.time import court_day
from petitions.content import Matter, PetitionContent, SuspendedCase
from petitions.filing.forms import institutions as forms
from petitions.filing.forms.norm import NormForm
from petitions.filing.readiness import Requirement, names_rights, readiness, written
from petitions.filing.steps import Step, Way
from petitions.models import Petition

DEPUTIES = "deputies"
OFFICE = Step(
    "you",
    _("Who petitions?"),
    _("The petition goes out in the name of the institution, on its letterhead."),
    forms.OfficeForm,
)
ASKED = Step("asked", _("What do you ask the Court?"), _("The next pages depend on it."), forms.AskedForm)
NORM = Step(
    "norm",
    _("Which provision is to be examined?"),
    _("The Court needs the exact article, paragraph and sub-paragraph."),
    NormForm,
)
RIGHTS = Step(
    "rights",
    _("Which human rights does it touch?"),
    _("The Court compares the provision with the Constitution."),
    forms.HumanRightsForm,
)
ARTICLES = Step(
    "rights",
    _("Articles of the Constitution"),
    _("The Court reads the question against these articles."),
    forms.ArticlesForm,
)
SUSPENDED = Step(
    "suspended",
    _("The suspended case"),
    _("A court asks about the act it is to apply in the case before it, and suspends that case meanwhile."),
    forms.SuspendedCaseForm,
)
TREATY = Step("treaty", _("The treaty"), _("It is examined before it is ratified."), forms.TreatyForm)
BILL = Step("bill", _("The law before its signature"), _("It is examined before it is signed."), forms.BillForm)
VOTE = Step(
    "vote", _("The election or referendum"), _("The Court decides whether it was held correctly."), forms.VoteForm
)
JOINT = Step(
    "deputies",
    _("Which deputies petition?"),
    _("The law lets at least one fifth of all deputies petition together."),
    forms.DeputiesForm,
)
REASONING = Step(
    "position",
    _("Position and legal reasoning"),
    _("The Court examines the rule, and needs to see how it meets the Constitution."),
    forms.OfficialReasoningForm,
)
REQUEST = Step("request", _("What is asked"), _("One sentence is enough."), forms.OfficialRequestForm)
ATTACHMENTS = Step(
    "attachments",
    _("Attachments"),
    _("Attach what the petition rests on; several files can be laid one after another."),
    None,
)
CHECK = Step("check", _("Check what you wrote"), _("You can still change everything."), None)
# What is asked decides which pages stand between who petitions and the reasoning.
PAGES: dict[str, tuple[Step, ...]] = {
    Question.NORM: (NORM, ARTICLES),
    Question.APPLIED_ACT: (SUSPENDED, NORM, ARTICLES),
    Question.INTERPRETATION: (ARTICLES,),
    Question.TREATY: (TREATY, ARTICLES),
    Question.BILL: (BILL, ARTICLES),
    Question.ELECTION: (VOTE, ARTICLES),
    Question.REFERENDUM: (VOTE, ARTICLES),
}
OF_A_VOTE = frozenset({Question.ELECTION, Question.REFERENDUM})


def kind_of(petition: Petition) -> PetitionerKind | None:
    """Return the kind of petitioner by the law of the day of filing (or today); None where that law has no such kind."""
    day = petition.filed_on or court_day(timezone.now())
    kept = petition.__dict__.setdefault("_kept_kinds", {})  # asked several times while one page is made
    if day not in kept:
        kept[day] = petitioner_kinds_on(day).filter(code=petition.petitioner_kind).first()
    found: PetitionerKind | None = kept[day]
    return found


def asked_of(kind: PetitionerKind | None, content: PetitionContent) -> str:
    """Return what is asked: what is written, where this kind may ask it, else the first that it may."""
    may_ask = list(kind.may_ask) if kind else [Question.NORM]
    chosen = content.get("asked", "")
    return chosen if chosen in may_ask else str(may_ask[0] if may_ask else Question.NORM)


def way_of_institution(kind: PetitionerKind | None, content: PetitionContent) -> Way:
    """Return the pages that a petition of this kind leads through, by what is asked in it."""
    may_ask = list(kind.may_ask) if kind else []
    middle = PAGES[asked_of(kind, content)]
    if kind is not None and kind.code == "commissioner":
        middle = tuple(RIGHTS if step is ARTICLES else step for step in middle)
    asked = (replace(ASKED, form=forms.asked_form(may_ask)),) if len(may_ask) > 1 else ()
    joint = (JOINT,) if kind is not None and kind.code == DEPUTIES else ()
    return Way((OFFICE, *asked, *joint, *middle, REASONING, REQUEST, ATTACHMENTS, CHECK))


def requirements_of(
    petition: Petition, *, content: PetitionContent, needs_own_case: bool, attached: set[str], today: date
) -> list[Requirement]:
    """Return what the law asks of this petition, one by one: of a citizen (arts. 44, 45), or of its kind of institution."""
    if petition.petitioner_kind == "citizen":
        return readiness(content=content, needs_own_case=needs_own_case, attached=attached, today=today)
    kind = kind_of(petition)
    person = content.get("petitioner", {})
    named = bool(person.get("full_name")) and bool(person.get("residence"))
    return [
        Requirement("person", _("Name and address of the institution"), "44", "you", named),
        *(of_deputies(kind, content, attached) if kind is not None and kind.code == DEPUTIES else []),
        *of_the_question(asked_of(kind, content), content, attached),
        Requirement(
            "reasoning", _("The position and its legal reasoning"), "44", "position", written(content, "reasoning")
        ),
        Requirement("request", _("What is asked of the Court"), "44", "request", bool(content.get("request"))),
    ]


def of_the_question(asked: str, content: PetitionContent, attached: set[str]) -> list[Requirement]:
    """Return what is asked because of what the Court is to do."""
    articles = Requirement("rights", _("The articles of the Constitution"), "44", "rights", names_rights(content))
    if asked == Question.INTERPRETATION:
        return [articles]
    if asked in {Question.NORM, Question.APPLIED_ACT}:
        typed = None if content.get("provisions_typed") else False
        norm = Requirement(
            "norm",
            _("The exact provision that is to be examined"),
            "44",
            "norm",
            bool(content.get("provisions")) or typed,
        )
        return [*(of_the_suspended_case(content, attached) if asked == Question.APPLIED_ACT else []), norm, articles]
    step = VOTE if asked in OF_A_VOTE else TREATY if asked == Question.TREATY else BILL
    matter = content.get("matter", Matter())
    found = [Requirement("matter", step.title, "", step.name, bool(matter.get("name")) and bool(matter.get("day")))]
    if step is VOTE:
        found.append(
            Requirement("situation", _("What was not right in it"), "", step.name, written(content, "situation"))
        )
    return [*found, articles]


def of_the_suspended_case(content: PetitionContent, attached: set[str]) -> list[Requirement]:
    """Return what is asked of a court: its case, the ruling that suspends it, and that the act is to be applied there."""
    case = content.get("suspended_case", SuspendedCase())
    name = SUSPENDED.name
    return [
        Requirement("case_number", _("The number of the suspended case"), "", name, bool(case.get("number"))),
        Requirement("suspended_on", _("The date of the ruling that suspends it"), "", name, bool(case.get("suspended_on"))),
        Requirement("application", _("Where in the case the act is to be applied"), "", name, bool(case.get("application"))),
        Requirement(
            "suspension_ruling", _("A copy of the ruling that suspends the case"), "", "attachments",
            "suspension_ruling" in attached or ("judicial_act" in attached),
        ),
    ]  # fmt: skip


def of_deputies(kind: PetitionerKind, content: PetitionContent, attached: set[str]) -> list[Requirement]:
    """Return what is asked of deputies: enough of them, as configured, and the list with their signatures."""
    count, least = len(content.get("deputies", [])), kind.least_signatories
    if least is None:
        words = _("One fifth of all deputies: %(count)s named; the number needed is not configured for this day") % {
            "count": count
        }
        enough = None if count else False
    else:
        sure = "" if kind.citable else " " + str(_("(the rule this site goes by; the Court has not confirmed it yet)"))
        words = (
            str(_("One fifth of all deputies: %(count)s named, %(least)s needed") % {"count": count, "least": least})
            + sure
        )
        enough = count >= least
    return [
        Requirement("deputies", words, "", JOINT.name, enough),
        Requirement(
            "signature_list",
            _("The list with the deputies' signatures"),
            "",
            "attachments",
            "signature_list" in attached,
        ),
    ]
