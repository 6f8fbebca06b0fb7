"""Django's tags of translation; a sentence that stands in a template is looked up once for each language, not for each page.

Settings name this library `i18n`, so `{% load i18n %}` loads it.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, Library
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class SentenceNode(i18n.TranslateNode):
    """{% translate "..." %} of nothing but words: what they are in a language never changes while the process lives."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop, None, node.message_context)
        self.name = node.asvar
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """Return the sentence in the active language, or set it under its name."""
        language = get_language()
        words = self.known.get(language)
        if words is None:
            words = self.known[language] = super().render(context)
        if self.name is None:
            return words
        context[self.name] = words
        return ""


def is_constant(expression: Any) -> bool:
    """Say whether a filter expression is a literal that nothing is done to."""
    variable = expression.var
    return not expression.filters and isinstance(variable, Variable) and variable.lookups is None


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """{% translate "words" %}, {% translate "words" context "where" as name %}: as Django has it."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    is_known = is_constant(node.filter_expression) and (
        node.message_context is None or isinstance(node.message_context.var, str)
    )
    return SentenceNode(node) if is_known and not node.noop else node
