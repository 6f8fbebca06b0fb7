"""What pages of the account ask about the Court's provider."""

from __future__ import annotations

from django import template

from courtcase.single_sign_on.configuration import is_offered

register = template.Library()


@register.simple_tag
def single_sign_on_offered() -> bool:
    """Say whether staff may sign in by a provider here."""
    return is_offered()
