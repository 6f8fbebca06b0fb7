"""Fields of forms as Django's own templates show them, written at once: Django renders three to five templates a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def escaped(value: Any) -> str:
    """Return a value fit for a page; what is marked safe already stays as it is."""
    return value if isinstance(value, SafeString) else escape(str(value))


def attributes(widget: Widget) -> str:
    """Return the attributes of a widget: those that are True by their name alone, those that are False not at all."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def as_input(widget: Widget) -> str:
    """Return an <input>."""
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{attributes(widget)}>'


def as_option(widget: Widget) -> str:
    """Return one radio button or checkbox of several, within its label where it has one."""
    if not widget.get("wrap_label"):
        return as_input(widget)
    identifier = widget["attrs"].get("id")
    leads_to = f' for="{escaped(identifier)}"' if identifier else ""
    return f"<label{leads_to}>{as_input(widget)}\n {escaped(widget['label'])}</label>"


def as_textarea(widget: Widget) -> str:
    """Return a <textarea>; its first line break is none of what was typed."""
    typed = escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escaped(widget["name"])}"{attributes(widget)}>\n{typed}</textarea>'


INPUTS = "checkbox color date datetime email file hidden number password search tel text time url"
WRITERS: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": as_input for name in INPUTS.split()},
    **{f"django/forms/widgets/{name}.html": as_option for name in ("radio_option", "checkbox_option")},
    "django/forms/widgets/textarea.html": as_textarea,
}


class PlainRenderer(DjangoTemplates):
    """Django's renderer, but for the fields every page has."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the field as its template would."""
        write = WRITERS.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return mark_safe(write(context["widget"]))  # noqa: S308 - the writers escape


def filter_fields(form: BaseForm) -> SafeString:
    """Return the fields of a form of filters, each with its label and what is wrong with it; a hidden one has neither."""
    return mark_safe("".join(labelled(field) for field in form))  # noqa: S308 - the writers escape


def labelled(field: BoundField) -> str:
    """Return one field of filters."""
    if field.is_hidden:
        return str(field)
    faults = "".join(f'<span class="msg">{escaped(one)}</span>' for one in field.errors) if field.form.errors else ""
    return f'<div><label for="{field.id_for_label}">{escaped(field.label)}</label>{field}{faults}</div>'
