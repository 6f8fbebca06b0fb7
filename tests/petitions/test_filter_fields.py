"""A select of filters is written at once, in the language of whoever looks, with what was chosen marked."""

from __future__ import annotations

import django_filters
import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from petitions.filters import Choices, Narrowing, PlainSelect
from petitions.models import QueueEntry

OFFERED = Choices([("a&b", _("Sign out")), ("7", "<seven>")])


class Sample(Narrowing):
    """One filter of each kind."""

    q = django_filters.CharFilter(label=_("Number"), widget=forms.TextInput)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OFFERED, empty_label=_("any"), widget=PlainSelect)
    plain = django_filters.ChoiceFilter(choices=[("1", "one")], empty_label=None, widget=PlainSelect)

    class Meta:
        model = QueueEntry
        fields: list[str] = []


def fields(address: str, language: str = "en") -> str:
    with translation.override(language):
        form = Sample(QueryDict(address), queryset=QueueEntry.objects.none()).form
        template = Engine.get_default().from_string("{% load frame %}{{ form|filter_fields }}")
        return str(template.render(Context({"form": form})))


def test_what_is_chosen_is_marked_on_its_page_alone() -> None:
    assert '<option value="a&amp;b" selected>Sign out</option>' in fields("kind=a%26b")
    assert fields("").count(" selected") == 1
    assert '<option value="" selected>any</option>' in fields("")
    assert '<option value="1" selected>one</option>' in fields("plain=1")


def test_each_language_has_its_words() -> None:
    said = [fields("", language) for language in ("kk", "ru", "en", "kk")]
    assert said[0] == said[3]
    assert len({*said}) == 3
    assert ">any<" in said[2]
    assert ">Sign out<" in said[2]


@pytest.mark.parametrize(("address", "faulty"), [("kind=none", True), ("kind=7", False)])
def test_a_value_that_is_not_offered_is_said_beside_its_field(address: str, faulty: bool) -> None:
    assert ('<span class="msg">' in fields(address)) is faulty
    assert "&lt;seven&gt;" in fields(address)


def test_filters_keep_what_they_understood() -> None:
    filters = Sample(QueryDict("kind=7&q=x"), queryset=QueueEntry.objects.none())
    assert filters.is_valid()
    assert filters.narrows
    assert filters.form.cleaned_data == {"q": "x", "kind": "7", "plain": ""}
