"""What every list that can be narrowed has in common. The filters live in the address, so a link is a view."""

from __future__ import annotations

from html import escape
from typing import Any, Self

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Rows = QuerySet[Any]


class Choices(tuple[tuple[str, "str | Promise"], ...]):
    """What a filter offers: values and their words. Nobody changes it, so whoever copies the filter or its form copies it not.

    Every page copies the filters of its class, then the form made of them; with lists, that was a tenth of the page.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def options(self, language: str | None) -> dict[str, str]:
        """Return each option as it stands in a page of the active language, `language`, by its value; none is chosen.

        Written once: what a class offers (regions, terms) every page of it shows, with words to translate.
        """
        kept: dict[str | None, dict[str, str]] = self.__dict__.setdefault("kept", {})
        if language not in kept:
            kept[language] = {str(key): option(str(key), label) for key, label in self}
        return kept[language]


def option(key: str, label: str | Promise) -> str:
    """Return one option of a select."""
    return f'<option value="{escape(key)}">{escape(str(label))}</option>'


class PlainSelect(forms.Select):
    """A select without groups. Django renders two templates an option, which took a third of a page with six lists."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the select with its options, the one chosen marked."""
        options = options_of(self.choices)
        for key in self.format_value(value) or ():
            if key in options:
                options[key] = options[key].replace('">', '" selected>', 1)
        every = flatatt(self.build_attrs(self.attrs, attrs))
        written = mark_safe("".join(options.values()))  # noqa: S308 - what stands in it is escaped
        return format_html('<select name="{}"{}>{}</select>', name, every, written)


def options_of(offered: Any) -> dict[str, str]:
    """Return the options of a filter's field by their values, the empty one first where it has one."""
    choices = getattr(offered, "choices", None)
    if not isinstance(choices, Choices):
        return {str(key): option(str(key), label) for key, label in offered}
    empty = offered.field.empty_label
    first = {} if empty is None else {"": option("", empty)}
    return first | choices.options(get_language())


class Narrowing(django_filters.FilterSet):
    """Filters of a list; an address that cannot be understood finds nothing, and says so in the form."""

    @cached_property
    def form(self) -> forms.Form:
        """Return the form of the filters. The library makes a class of the fields for each page, which copies them all."""
        form: forms.Form = self._meta.form(self.data if self.is_bound else None, prefix=self.form_prefix)
        form.fields = {name: one.field for name, one in self.filters.items()}
        return form

    @property
    def found(self) -> Rows:
        """Return the rows the filters leave; none where they cannot be understood."""
        return self.qs if self.is_valid() else self.queryset.none()

    @property
    def narrows(self) -> bool:
        """Say whether any filter is set."""
        return not self.is_valid() or any(self.form.cleaned_data.values())
