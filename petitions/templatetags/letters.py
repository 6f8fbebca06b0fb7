"""The pages of letters beside each other, each for whoever may open it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.navigation import Item, Link, links

register = template.Library()
PAGES = (
    Item(_("Outgoing register"), "letters:outgoing", "letter.view"),
    Item(_("Incoming register"), "letters:incoming", "letter.view"),
    Item(_("Second readings"), "letters:second_readings", "return.read"),
    Item(_("Letters to sign"), "letters:to_sign", "letter.sign"),
    Item(_("Returns overturned"), "letters:overturned", "return.review"),
    Item(_("How letters leave"), "letters:rule", "letter.configure"),
)


@register.simple_tag(takes_context=True)
def letter_pages(context: dict[str, Any]) -> list[Link]:
    """Return the links to the pages of letters that the reader may open."""
    request = context["request"]
    return links(PAGES, path=request.path, actor=request.actor, at=timezone.now())
