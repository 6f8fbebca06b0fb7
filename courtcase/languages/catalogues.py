"""Read, update, judge and compile the catalogues of the rooms."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from courtcase.languages.extraction import keys
from courtcase.languages.rooms import LANGUAGES, LOCALE, catalogue_path
from courtcase.languages.terms import missing_terms

PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sdfr]|(?<!%)%[sd]|\{[a-z_0-9]*\}")
# A fixed day in the header: a catalogue changes only when its words do.
WRITTEN_ON = datetime(2026, 1, 1, tzinfo=UTC)


def read(room: str, language: str) -> Catalog:
    """Return a room's catalogue, empty when the room has none yet."""
    path = catalogue_path(room, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(room: str, language: str, template: Catalog) -> bool:
    """Bring a room's catalogue up to what its sources say, translations kept; return whether the file changed."""
    path = catalogue_path(room, language)
    if not len(template) and not path.exists():
        return False
    catalogue = read(room, language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "Courtcase", ""
    catalogue.header_comment = f"# Words of the room {room}."
    catalogue.creation_date = catalogue.revision_date = WRITTEN_ON
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return path.read_bytes() != before


def words(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return the forms of a message as a list."""
    return [value] if isinstance(value, str) else list(value or [""])


def placeholder_faults(message: Message) -> list[str]:
    """Name the translations whose placeholders differ from those of the English form they stand for.

    A plural form may leave a number out only if the English form it translates does too; all forms of one message together
    know the placeholders, so a form with one that English lacks is always a fault.
    """
    known = {name for form in words(message.id) for name in PLACEHOLDER.findall(form)}
    needed = set(PLACEHOLDER.findall(words(message.id)[-1]))
    faults = []
    for form in words(message.string):
        used = set(PLACEHOLDER.findall(form))
        if form and (used - known or needed - used):
            faults.append(form)
    return faults


def faults(room: str, language: str, template: Catalog) -> list[str]:
    """Return what is wrong with a room's words in a language, one sentence each; an empty list when nothing is."""
    catalogue = read(room, language)
    where = f"{room}/{language}"
    present = keys(catalogue)
    found = [f"{where}: not in the catalogue: {key[0]!r}" for key in sorted(keys(template) - present, key=repr)]
    found += [f"{where}: no longer used: {key[0]!r}" for key in sorted(present - keys(template), key=repr)]
    for message in catalogue:
        if not message.id or (message.id, message.context) not in present and not isinstance(message.id, tuple):
            continue
        if not all(words(message.string)):
            found.append(f"{where}: not translated: {message.id!r}")
        elif message.fuzzy:
            found.append(f"{where}: not confirmed (fuzzy): {message.id!r}")
        found += [f"{where}: placeholders differ: {form!r}" for form in placeholder_faults(message)]
        found += [f"{where}: {sentence}" for sentence in missing_terms(message, language)]
    return found


def conflicts(language: str) -> list[str]:
    """Return the messages that two rooms translate differently: Django would show one of them everywhere."""
    said: dict[object, tuple[str, object]] = {}
    found = []
    for folder in sorted(path for path in LOCALE.iterdir() if path.is_dir()):
        for message in read(folder.name, language):
            if not message.id or not all(words(message.string)):
                continue
            room, before = said.setdefault((str(message.id), message.context), (folder.name, message.string))
            if before != message.string:
                found.append(f"{language}: {room} and {folder.name} differ on {message.id!r}")
    return found


def compile_all(*, force: bool = False) -> list[Path]:
    """Write the .mo beside every .po that is newer, and return the files written."""
    written = []
    for source in sorted(LOCALE.glob("*/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if not force and target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        language = source.parent.parent.name
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language)
        partial = target.with_suffix(f".mo.{os.getpid()}.part")
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(target)  # two processes may compile at once
        written.append(target)
    return written


def rooms_languages(rooms: list[str]) -> list[tuple[str, str]]:
    """Return each pair of room and language."""
    return [(room, language) for room in rooms for language in LANGUAGES]
