"""Fields are written as Django's own templates write them, to the letter."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from courtcase.frame.form_renderer import WRITERS, PlainRenderer

ANY_TEXT = st.text(max_size=12) | st.sampled_from(['"', "<b>", "&amp;", "'", "қаз", "\n x "])
TYPED = st.none() | ANY_TEXT | st.integers(-5, 2_000_000) | st.booleans()
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "class", "required", "aria-describedby", "data-x", "checked"]),
    ANY_TEXT | st.booleans() | st.integers(0, 10_000) | st.just(mark_safe("a&amp;b")),
)
WIDGETS: list[type[forms.Widget]] = [
    forms.TextInput,
    forms.EmailInput,
    forms.NumberInput,
    forms.HiddenInput,
    forms.PasswordInput,
    forms.FileInput,
    forms.CheckboxInput,
    forms.DateInput,
    forms.TimeInput,
    forms.SearchInput,
    forms.TelInput,
    forms.URLInput,
    forms.Textarea,
]
BOTH = PlainRenderer(), DjangoTemplates()
CHOICES = [("a", "<A> & B"), ("", gettext_lazy("Save")), (7, mark_safe("<b>seven</b>"))]


@settings(max_examples=150)
@given(widget=st.sampled_from(WIDGETS), typed=TYPED, attributes=ATTRIBUTES)
def test_a_field_is_written_as_django_writes_it(
    widget: type[forms.Widget], typed: Any, attributes: dict[str, Any]
) -> None:
    field = widget()
    assert field.template_name in WRITERS
    assert same(field.render("the-name", typed, attributes, renderer=each) for each in BOTH)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("chosen", [None, "a", ["a", "7"], '"'])
def test_each_of_several_choices_is_written_as_django_writes_it(
    widget: type[forms.RadioSelect | forms.CheckboxSelectMultiple], chosen: Any
) -> None:
    class Asked(forms.Form):
        choice = forms.ChoiceField(choices=CHOICES, widget=widget, initial=chosen)

    written = [[one.tag() for one in Asked(renderer=each)["choice"].subwidgets] for each in BOTH]
    assert len(written[0]) == len(CHOICES)
    assert same(written)
    for option in widget(choices=CHOICES).options("the-name", ["7"], {"id": "x"}):
        assert option["wrap_label"]
        assert same(each.render(option["template_name"], {"widget": option}) for each in BOTH)


def same(written: Any) -> bool:
    """Say whether both wrote the same."""
    ours, theirs = written
    return bool(ours == theirs)
