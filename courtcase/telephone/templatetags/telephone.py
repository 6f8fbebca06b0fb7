"""What pages of the account ask about text messages."""

from __future__ import annotations

from django import template

from courtcase.telephone.operations import is_offered

register = template.Library()


@register.simple_tag
def text_messages_offered() -> bool:
    """Say whether one can sign in by a text message here."""
    return is_offered()
