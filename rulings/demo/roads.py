"""How far a made-up petition has come, and by which road: the table the demonstration is drawn from. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from petitions.workflow import State, Transition, transition_named

# Which row of the workflow a step of a road, or what a session did, is.
TRANSITIONS: dict[str, Transition] = {
    step: transition_named(name)
    for step, name in {
        "submit": "submit",
        "confirm": "confirm_signature",
        "enter": "confirm_signature",
        "register": "register",
        "begin": "begin_screening",
        "give_back": "return",
        "prepare_return": "prepare_return",
        "send_back": "return",
        "cure": "cure",
        "confirm_cure": "confirm_cure",
        "lapse": "lapse_cure",
        "demand": "demand_decision",
        "withdraw": "withdraw",
        "forward": "forward",
        "pass_on": "pass_to_chair",
        "name": "name_judges",
        "report": "complete_study",
        "uphold": "uphold_return",
        "overturn": "overturn_return",
        "accept": "accept",
        "refuse": "refuse",
        "terminate": "terminate",
    }.items()
}
# Legs that the Chair and the judges take.
COURT_LEGS = frozenset({"name", "report"})
# Legs by which a return goes the whole way of its letter: the operations alone walk it.
LETTER_LEGS = frozenset({"prepare_return", "send_back"})


@dataclass(frozen=True)
class Leg:
    """A step of a road and how many days after the step before it comes, at least and at most."""

    name: str
    least: int = 0
    most: int = 1


@dataclass(frozen=True)
class Fate:
    """How far a petition has come.

    `share` is how many of three hundred; `ages` how many days ago the last step of the road was or, where `session`
    names what a session did with it, how many sessions ago that was; `ground` is the ground of a return.
    """

    name: str
    share: int
    road: tuple[Leg, ...]
    ages: tuple[int, int]
    session: str = ""
    ground: str = ""

    @property
    def end(self) -> State:
        """Return the state in which the road, and the session after it, leaves a petition."""
        state = State.DRAFT
        for name in (*(leg.name for leg in self.road), self.session):
            state = TRANSITIONS[name].target or state if name in TRANSITIONS else state
        return state

    @property
    def is_in_intake(self) -> bool:
        """Say whether everything on the road is done by the petitioner and the Apparatus."""
        return not self.session and all(leg.name not in COURT_LEGS for leg in self.road)

    @property
    def has_letter(self) -> bool:
        """Say whether a letter of return is prepared on the road."""
        return any(leg.name in LETTER_LEGS for leg in self.road)

    @property
    def is_before_court(self) -> bool:
        """Say whether the Apparatus passed it on: then it attacks a norm and tells of an own case."""
        return any(leg.name == "pass_on" for leg in self.road)


WRITE = (Leg("write"),)
SUBMIT = (*WRITE, Leg("submit", 0, 2))
FILE = (*SUBMIT, Leg("confirm", 1, 4))
REGISTER = (*FILE, Leg("register", 0, 2))
BEGIN = (*REGISTER, Leg("begin", 0, 2))
RETURN = (*BEGIN, Leg("give_back", 3, 11))
SEND_BACK = (*BEGIN, Leg("send_back", 3, 11))
PASS = (*BEGIN, Leg("pass_on", 3, 11))
STUDY = (*PASS, Leg("name", 1, 4))
REPORT = (*STUDY, Leg("report", 8, 24))
CURE = (*RETURN, Leg("cure", 3, 16))
DEMAND = (*RETURN, Leg("demand", 2, 15))

FATES: tuple[Fate, ...] = (
    Fate("draft", 7, WRITE, (0, 25)),
    Fate("draft_waiting", 1, (*WRITE, Leg("ask", 0, 1)), (0, 3)),
    Fate("awaiting_signature", 8, SUBMIT, (0, 28)),
    Fate("filed", 6, FILE, (0, 2)),
    Fate("registered", 6, REGISTER, (0, 4)),
    Fate("screening", 11, BEGIN, (0, 11)),
    Fate("screening_late", 2, BEGIN, (16, 19)),
    Fate("returned", 112, RETURN, (20, 590), ground="return_competence"),
    Fate("returned_lately", 12, RETURN, (0, 19), ground="return_competence"),
    Fate("returned_curable", 26, RETURN, (32, 560), ground="return_conditions"),
    Fate("returned_curable_now", 8, RETURN, (1, 22), ground="return_conditions"),
    Fate("returned_requirements", 6, RETURN, (4, 400), ground="return_requirements"),
    Fate("returned_by_letter", 10, SEND_BACK, (0, 40), ground="return_competence"),
    Fate("returned_by_letter_curable", 5, SEND_BACK, (1, 22), ground="return_conditions"),
    Fate("return_prepared", 3, (*BEGIN, Leg("prepare_return", 2, 6)), (0, 1), ground="return_competence"),
    Fate("cure_unsigned", 2, CURE, (0, 6), ground="return_conditions"),
    Fate("cured", 3, (*CURE, Leg("confirm_cure", 1, 3)), (0, 8), ground="return_conditions"),
    Fate("disputed", 3, DEMAND, (1, 20), ground="return_competence"),
    Fate("upheld", 4, DEMAND, (1, 30), session="uphold", ground="return_competence"),
    Fate("overturned", 1, DEMAND, (0, 0), session="overturn", ground="return_conditions"),
    Fate("awaiting_study", 6, PASS, (0, 8)),
    Fate("study", 8, STUDY, (1, 26)),
    Fate("study_late", 1, STUDY, (33, 36)),
    Fate("reported", 4, REPORT, (1, 9)),
    Fate("on_agenda", 3, REPORT, (3, 12), session="planned"),
    Fate("refused", 12, REPORT, (1, 34), session="refuse"),
    Fate("accepted", 9, REPORT, (0, 4), session="accept"),
    Fate("terminated", 2, REPORT, (8, 16), session="terminate"),
    Fate("withdrawn_unsigned", 2, (*SUBMIT, Leg("withdraw", 1, 5)), (3, 300)),
    Fate("withdrawn", 4, (*BEGIN, Leg("withdraw", 1, 8)), (5, 500)),
    Fate("withdrawn_in_study", 1, (*STUDY, Leg("withdraw", 2, 9)), (10, 200)),
    Fate("forwarded", 12, (*BEGIN, Leg("forward", 2, 9)), (2, 540)),
)

# What petitions are about, of a thousand: the figures of the Court's first months; the rest is everything else.
TOPICS: dict[str, int] = {
    "court_decision": 420,
    "norm": 250,
    "information": 35,
    "labour": 13,
    "social": 14,
    "penal": 14,
}
# Acts a topic attacks; a norm of any of them stands for "norm".
ACTS: dict[str, tuple[str, ...]] = {
    "labour": ("labour-code",),
    "social": ("social-code",),
    "penal": ("penal-executive-code-2014",),
    "norm": (
        "criminal-procedure-code-2014",
        "administrative-offences-code-2014",
        "civil-procedure-code-2015",
        "administrative-procedure-code-2020",
        "civil-service-law-2015",
        "tax-code-2017",
        "criminal-code-2014",
        "enforcement-proceedings-law",
        "land-code-2003",
        "marriage-family-code-2011",
        "military-service-law-2012",
    ),
}


def fates_of(count: int) -> list[Fate]:
    """Return the fates of `count` petitions: by their shares, each at least once where there is room."""
    total = sum(fate.share for fate in FATES)
    shares = [max(1, round(fate.share * count / total)) for fate in FATES]
    most = max(range(len(FATES)), key=lambda place: FATES[place].share)
    shares[most] = max(0, shares[most] + count - sum(shares))
    chosen = [fate for fate, share in zip(FATES, shares, strict=True) for _ in range(share)]
    return chosen[:count]


def topics_of(count: int) -> list[str]:
    """Return what `count` petitions are about, by the figures of the first months, norms first."""
    found = [topic for topic, share in TOPICS.items() for _ in range(max(1, round(share * count / 1000)))]
    found = found[:count] + ["other"] * max(0, count - len(found))
    return sorted(found, key=lambda topic: (topic not in ACTS, topic != "norm"))
