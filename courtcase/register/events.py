"""The vocabulary of the record: every past-tense fact that may be written, with one human sentence each.

Each room declares its own in `<room>/events.py`; timelines, notices and feeds take their sentences from here.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise | str] = {}


class UndeclaredEvent(LookupError):
    """A name that no room declared; a slip of the programmer, never of a user."""


def declare_event(name: str, sentence: Promise | str) -> str:
    """Add `name` (such as petition.registered) with its translated sentence to the vocabulary and return the name.

    Declaring the same pair again changes nothing. Raises ValueError when the name is no dotted lower-case word or
    already stands for another sentence.
    """
    room, dot, fact = name.partition(".")
    if not dot or not all(part.isidentifier() and part.islower() for part in (room, fact)):
        raise ValueError(f"{name!r} is no event name: write room.past_tense_fact")
    known = SENTENCES.setdefault(name, sentence)
    if known is not sentence and source_of(known) != source_of(sentence):
        raise ValueError(f"{name!r} already has another sentence")
    return name


def source_of(sentence: Promise | str) -> object:
    """Return what tells two sentences apart without translating them: the untranslated words."""
    return getattr(sentence, "_args", sentence)


def sentence_of(name: str) -> Promise | str:
    """Return the sentence of an event, translated when it is shown. Raises UndeclaredEvent."""
    if name not in SENTENCES:
        raise UndeclaredEvent(name)
    return SENTENCES[name]


def require_declared(name: str) -> None:
    """Raise UndeclaredEvent unless some room declared `name`."""
    if name not in SENTENCES:
        raise UndeclaredEvent(f"{name!r} is not in the vocabulary: declare it in the room's events.py")


declare_event("register.hold_placed", _("A legal hold was placed: nothing about this is erased while it stands."))
declare_event("register.hold_lifted", _("The legal hold was lifted."))
declare_event("register.root_told", _("The day's root of the register was sent to its witnesses."))
declare_event("register.root_stamped", _("An authority outside the Court put its time stamp on the day's root."))
declare_event("register.restore_tried", _("A backup was restored on trial, in a place of its own, and judged."))
declare_event("register.content_forgotten", _("Content kept for its term was erased."))
