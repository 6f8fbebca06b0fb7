"""A sentence of a template is looked up once for each language, and says in each what Django's own tag says."""

from __future__ import annotations

import pytest
from django.template import Context, Engine
from django.utils import translation

from courtcase.languages.sentences import SentenceNode

PIECES = [
    '{% translate "Sign out" %}',
    "{% trans 'Sign out' %}",
    '{% translate "Sign out" as words %}[{{ words }}]',
    '{% translate "Language" context "of a petition" %}',
    '{% translate "50 % & more" %}',
    '{% translate "Sign out"|upper %}',
    '{% translate "Sign out" noop %}',
    "{% translate said %}",
    '{% translate "Language" context where %}',
]


def rendered(library: str, piece: str, language: str) -> str:
    engine = Engine(libraries={"i18n": library})
    template = engine.from_string("{% load i18n %}" + piece)
    with translation.override(language):
        # Twice: what is kept must be what was found.
        given = {"said": "Sign in", "where": "of a petition"}
        first, second = (template.render(Context(given)) for _time in range(2))
    assert first == second
    return str(first)


@pytest.mark.parametrize("piece", PIECES)
def test_a_sentence_is_what_django_makes_of_it(piece: str) -> None:
    for language in ("kk", "ru", "en"):
        assert rendered("courtcase.languages.sentences", piece, language) == rendered(
            "django.templatetags.i18n", piece, language
        )


def test_one_template_speaks_every_language_and_keeps_no_variable() -> None:
    engine = Engine(libraries={"i18n": "courtcase.languages.sentences"})
    template = engine.from_string('{% load i18n %}{% translate "Sign out" %} {% translate said %}')
    said = []
    for word in ("Sign in", "Show"):
        for language in ("kk", "ru", "en", "kk"):
            with translation.override(language):
                said.append(template.render(Context({"said": word})))
    assert said[0] == said[3] != said[1] != said[2] != said[0]
    assert said[2] == "Sign out Sign in"
    assert said[6] == "Sign out Show"


def test_the_applications_templates_load_it() -> None:
    engine = Engine.get_default()
    template = engine.from_string('{% load i18n %}{% translate "Sign out" %}')
    assert [type(node) for node in template.nodelist if not node.must_be_first][-1] is SentenceNode
