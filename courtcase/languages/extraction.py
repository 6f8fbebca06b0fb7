"""Find the words to translate, in Python and in Django templates, by Babel alone: no gettext program is needed."""

from __future__ import annotations

import functools
import gettext
import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from courtcase.languages.rooms import BORROWED, LANGUAGES, ROOT, borrowed_files, package_folder, sources

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
MessageId = str | tuple[str, ...]


def python_of(path: Path) -> bytes:
    """Return a file as Python that Babel can read: a template becomes its translation calls, one a line, without indentation."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    lines = (line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return "\n".join(line for line in lines if "gettext(" in line or "_(" in line).encode()


def relative(path: Path) -> str:
    """Return a path as catalogues name it: within the project, or from the library's package on."""
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    return path.as_posix().split("site-packages/")[-1]


def extracted(files: Iterable[Path], left_out: Iterable[tuple[MessageId, str | None]] = ()) -> Catalog:
    """Return a catalogue of the messages of `files`, without those (id, context) that another room already says."""
    catalogue = Catalog()
    skipped = set(left_out)
    for path in files:
        found = extract("python", io.BytesIO(python_of(path)), keywords=KEYWORDS, comment_tags=("Translators:",))
        for _line, identifier, comments, context in found:
            if identifier and (key_of(identifier), context) not in skipped:
                catalogue.add(identifier, None, [(relative(path), 0)], auto_comments=comments, context=context)
    return catalogue


def key_of(identifier: str | list[str] | tuple[str, ...]) -> MessageId:
    """Return a message id in a form that compares: a list of plural forms becomes a tuple."""
    return identifier if isinstance(identifier, str) else tuple(identifier)


def keys(catalogue: Catalog) -> set[tuple[MessageId, str | None]]:
    """Return the (id, context) of every message."""
    return {(key_of(message.id), message.context) for message in catalogue if message.id}


def library_says(package: str, language: str, identifier: MessageId) -> bool:
    """Say whether a library's own catalogue already has a translation."""
    known = library_catalogue(package, language)
    if isinstance(identifier, str):
        return identifier in known
    return (identifier[0], 0) in known


@functools.cache
def library_catalogue(package: str, language: str) -> frozenset[object]:
    """Return the message ids that a library's compiled catalogues translate, its own apps' included."""
    folder = package_folder(package)
    found: set[object] = set()
    for path in folder.glob(f"**/locale/{language}/LC_MESSAGES/django.mo"):
        with path.open("rb") as file:
            found.update(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    return frozenset(found)


def borrowed() -> Catalog:
    """Return the libraries' messages that one of our languages would lack."""
    said = set()
    for (package, _name), path in zip(BORROWED, borrowed_files(), strict=True):
        for key in keys(extracted([path])):
            if all(library_says(package, language, key[0]) for language in LANGUAGES):
                said.add(key)
    return extracted(borrowed_files(), said)


def templates_by_room() -> dict[str, Catalog]:
    """Return what each room has to translate. What the frame says, no other room needs to say again."""
    table = {"borrowed": borrowed()}
    shared: set[tuple[MessageId, str | None]] = set()
    for room, files in sources().items():
        table[room] = extracted(files, shared)
        if room == "frame":
            shared = keys(table[room])
    return table
