"""The words of a notice: its template, rendered at the moment of sending in the language the recipient reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.template import Context, TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.template.loader import render_to_string
from django.utils import translation

from courtcase.notices.models import Notice
from courtcase.notices.registry import context_builders

SUBJECT_PREFIX = "Subject:"
TITLE_LENGTH = 200


class MissingSubject(Exception):
    """A notice's template does not begin with a line "Subject: ..."."""


@dataclass(frozen=True)
class Text:
    """A rendered notice: `title` is one line (empty for text messages), `body` plain text in paragraphs.

    `leave_url`: where one click ends messages of this kind (RFC 8058); blank where they are owed by law.
    """

    title: str
    body: str
    leave_url: str = ""


def template_name(event: str, channel: str) -> str:
    """Return the template of an event: petition.registered is notices/petition/registered.txt (.sms.txt for SMS)."""
    ending = ".sms.txt" if channel == Notice.Channel.SMS else ".txt"
    return "notices/" + event.replace(".", "/") + ending


def render(notice: Notice) -> Text:
    """Render the notice in its language. Raises TemplateDoesNotExist, MissingSubject, or what its builder raises."""
    with translation.override(notice.language):
        values = {"public_address": settings.PUBLIC_ADDRESS, "language": notice.language}
        values |= context_builders[notice.event](notice)
        return render_values(notice.event, notice.channel, values)


def render_values(event: str, channel: str, values: dict[str, Any]) -> Text:
    """Render the text of an event with these values in the language that is active.

    A text message without a template of its own is the title and the first address of the full text.
    """
    if channel == Notice.Channel.SMS:
        try:
            return Text(title="", body=" ".join(written_text(template_name(event, channel), values).split()))
        except TemplateDoesNotExist:
            return shortened(render_values(event, Notice.Channel.EMAIL, values))
    written = written_text(template_name(event, channel), values)
    first, _newline, rest = written.partition("\n")
    if not first.startswith(SUBJECT_PREFIX):
        raise MissingSubject(event)
    title = " ".join(first.removeprefix(SUBJECT_PREFIX).split())[:TITLE_LENGTH]
    return Text(title=title, body=rest.strip(), leave_url=str(values.get("leave_url", "")))


def written_text(template: str, values: dict[str, Any]) -> str:
    """Render a template as plain text without control characters. Raises TemplateDoesNotExist."""
    # Plain: a name such as O'Neill must not become O&#x27;Neill.
    engine = cast(DjangoTemplates, engines["django"]).engine
    written = engine.get_template(template).render(Context(values, autoescape=False))
    return "".join(letter for letter in written if letter == "\n" or letter.isprintable()).strip()


def shortened(text: Text) -> Text:
    """Return what fits a text message: the title, and where to read on."""
    link = next((word for word in text.body.split() if word.startswith(("https://", "http://"))), "")
    return Text(title="", body=f"{text.title} {link}".strip())


def as_letter(text: Text, language: str) -> tuple[str, str]:
    """Return the plain text and the HTML of an e-mail, inside the layout every message shares."""
    paragraphs = [part.strip() for part in text.body.split("\n\n") if part.strip()]
    values = {"text": text, "paragraphs": paragraphs, "language": language, "is_demo": settings.IS_DEMO}
    with translation.override(language):
        plain = cast(DjangoTemplates, engines["django"]).engine.get_template("notices/layout.txt")
        return plain.render(Context(values, autoescape=False)), render_to_string("notices/layout.html", values)


def missing_templates(folder: Path) -> list[str]:
    """Return what is wrong between the registered events and the templates under `folder`, as sentences.

    Every event needs a text; every text (but the layout) needs an event, so that none is forgotten or dead.
    """
    wrong = [
        f"{event} has no template {template_name(event, Notice.Channel.EMAIL)}"
        for event in sorted(context_builders)
        if not (folder / template_name(event, Notice.Channel.EMAIL)).is_file()
    ]
    for path in sorted((folder / "notices").glob("*/**/*.txt")):
        event = ".".join(path.relative_to(folder / "notices").parts).removesuffix(".txt").removesuffix(".sms")
        if event not in context_builders:
            wrong.append(f"{path.relative_to(folder)} belongs to no registered event")
        elif not path.name.endswith(".sms.txt") and not begins_with_subject(path):
            wrong.append(f"{path.relative_to(folder)} does not begin with a line 'Subject: ...'")
    return wrong


def begins_with_subject(path: Path) -> bool:
    """Say whether the first line of a template that is not a tag is its subject line."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    first = next((line for line in lines if not line.startswith("{% load")), "")
    return first.removeprefix("{% load i18n %}").startswith(SUBJECT_PREFIX)
