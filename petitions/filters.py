"""What every list that can be narrowed has in common. The filters live in the address, so a link is a view."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Rows = QuerySet[Any]
SELECTED = mark_safe(" selected")  # noqa: S308 - our own word


class PlainSelect(forms.Select):
    """A select without groups. Django renders two templates an option, which took a third of a page with six lists."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the select with its options, the one chosen marked."""
        chosen = set(self.format_value(value) or ())
        # Joined as format_html_join would, which took three times as long for a hundred options.
        options = mark_safe(  # noqa: S308 - what stands in it is escaped
            "".join(
                f'<option value="{conditional_escape(str(key))}"{SELECTED if str(key) in chosen else ""}>'
                f"{conditional_escape(cast(str, label))}</option>"
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
