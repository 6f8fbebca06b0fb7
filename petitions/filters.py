"""What every list that can be narrowed has in common. The filters live in the address, so a link is a view."""

from __future__ import annotations

from html import escape
from typing import Any, Self

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Rows = QuerySet[Any]


class Choices(tuple[tuple[str, "str | Promise"], ...]):
    """What a filter offers: values and their words. Nobody changes it, so whoever copies the filter or its form copies it not.

    Every page copies the filters of its class, then the form made of them; with lists, that was a tenth of the page.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class PlainSelect(forms.Select):
    """A select without groups. Django renders two templates an option, which took a third of a page with six lists."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the select with its options, the one chosen marked."""
        chosen = set(self.format_value(value) or ())
        # Joined as format_html_join would, which took three times as long for a hundred options.
        options = mark_safe(  # noqa: S308 - what stands in it is escaped
            "".join(
                f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>{escape(str(label))}</option>'
                for key, label in self.choices
            )
        )
        every = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, every, options)


class Narrowing(django_filters.FilterSet):
    """Filters of a list; an address that cannot be understood finds nothing, and says so in the form."""

    @property
    def found(self) -> Rows:
        """Return the rows the filters leave; none where they cannot be understood."""
        return self.qs if self.is_valid() else self.queryset.none()

    @property
    def narrows(self) -> bool:
        """Say whether any filter is set."""
        return not self.is_valid() or any(self.form.cleaned_data.values())
