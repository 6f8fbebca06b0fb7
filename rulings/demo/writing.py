"""The words of a made-up petition, as its petitioner would have put them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from petitions.content import CourtAct, PetitionContent
from rulings.demo import words_kk, words_ru
from rulings.demo.plan import SEED, Planned
from rulings.demo.story_words import Story

VOICES = {"kk": words_kk, "ru": words_ru}
LETTERHEADS = {
    "kk": "Мекеменің бланкі (үлгі, оқу мәліметі)",
    "ru": "Бланк органа (үлгі, учебные данные)",
}


def content_of(
    petition: Planned, *, norms: Mapping[str, Sequence[int]], rights: Sequence[int], day: date
) -> PetitionContent:
    """Return the words of a petition begun on the legal `day`.

    `norms` are ids of provisions by act, `rights` those of articles on rights of the Constitution in force.
    """
    random = Random(f"{SEED}:{petition.index}:words")
    voice = VOICES[petition.language]
    told, why, asked = choose_words(petition, random=random)
    content: PetitionContent = {
        "petitioner": petition.person,
        "situation": "" if petition.silent else told,
        "reasoning": why,
        "request": asked,
        "court_acts": [] if petition.silent or petition.kind != "citizen" else [court_act(voice.COURTS, random, day)],
        "rights": sorted(random.sample(list(rights), k=min(len(rights), random.randint(1, 3)))),
        "participation": random.choice(["written", "in_person"]),
    }
    if petition.kind != "citizen":
        content["letterhead"] = LETTERHEADS[petition.language]
        write_officially(content, petition, why=why, day=day)
    norm = norm_of(petition, norms)
    if norm is not None:
        content["provisions"] = [norm]
    elif petition.topic != "court_decision" or random.random() < 0.3:
        content["provisions_typed"] = random.choice(voice.TYPED)
    return content


def write_officially(content: PetitionContent, petition: Planned, *, why: str, day: date) -> None:
    """Add what only institutions write: the letter, what is asked and, of a court, the case it suspended the day before."""
    content["letter"] = {
        "number": f"{1 + petition.index % 9}-{1 + petition.index % 5}/{petition.index}",
        "day": day.isoformat(),
    }
    content["participation"] = "representative" if content["participation"] == "in_person" else "written"
    content["asked"] = "applied_act" if petition.kind == "court" else "norm"
    if petition.kind == "court":
        content["suspended_case"] = {
            "number": f"7199-{day:%y}-00-2/{petition.index}",
            "suspended_on": (day - timedelta(days=1)).isoformat(),
            "application": why,
        }


def norm_of(petition: Planned, norms: Mapping[str, Sequence[int]]) -> int | None:
    """Return the id of the provision a petition attacks, of `norms` (ids by act); None where it names no act of ours."""
    known = norms.get(petition.act, ())
    return known[petition.pick % len(known)] if known else None


def story_content(petition: Planned, story: Story, *, norm: int | None, rights: Sequence[int]) -> PetitionContent:
    """Return the words of a story's petition; `norm` is the id of the provision it attacks, where the list knows it."""
    told, why, asked = story.words
    day = petition.started_at.date()
    content: PetitionContent = {
        "petitioner": petition.person,
        "situation": told,
        "reasoning": why,
        "request": asked,
        "court_acts": [court_act([story.court], Random(f"{SEED}:{petition.topic}"), day) | {"applied": "named"}],
        "rights": list(rights),
        "participation": "written",
        "provisions": [norm] if norm else [],
    }
    if story.typed:
        content["provisions_typed"] = story.typed
    return content


def choose_words(petition: Planned, *, random: Random) -> tuple[str, str, str]:
    """Return a told story where one is told, and one without where the petitioner names no situation."""
    voice = VOICES[petition.language]
    topic = petition.topic if petition.kind == "citizen" else "official"
    said = voice.WORDS[topic]
    fitting = [words for words in said if bool(words[0]) != petition.silent]
    if petition.fate.is_before_court and topic == "norm":
        fitting = list(said[:3])
    return random.choice(fitting or list(said))


def court_act(courts: Sequence[str], random: Random, day: date) -> CourtAct:
    """Return a judicial act of the own case, in force for less than a year on `day`."""
    in_force = day - timedelta(days=random.randint(20, 320))
    adopted = in_force - timedelta(days=random.randint(30, 45))
    return {
        "court": random.choice(courts),
        "number": f"{random.randint(1, 9)}-{random.randint(1, 400)}/{adopted.year} (үлгі)",
        "adopted_on": adopted.isoformat(),
        "in_force_on": in_force.isoformat(),
        "applied": random.choice(["named", "based", "unknown"]),
    }


def cured_words(petition: Planned, content: PetitionContent, *, day: date) -> PetitionContent:
    """Return the part a petitioner corrects: the own case, with its judicial act."""
    random = Random(f"{SEED}:{petition.index}:cure")
    voice = VOICES[petition.language]
    told = content.get("situation", "") or next(words[0] for words in voice.WORDS[petition.topic] if words[0])
    return {"court_acts": [court_act(voice.COURTS, random, day)], "situation": f"{told} {voice.CURE}"}
