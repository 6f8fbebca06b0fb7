"""Tags of the law."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from courtcase.law.models import Act, Clock, Provision
from courtcase.law.models.rules import RuleRow
from courtcase.law.queries import cite
from courtcase.law.reasons import explain_all
from courtcase.law.references import article_in
from courtcase.law.source_words import words_of_source

register = template.Library()


@register.filter
def article_words(article: str) -> str:
    """{{ ground.article|article_words }}: the article a rule rests on, in the page's language."""
    return article_in(article, (get_language() or "kk")[:2])


@register.filter
def rests_on(rule: RuleRow) -> str:
    """{{ clock.term|rests_on }}: the article a rule rests on; while no lawyer has confirmed the row, that is said beside it."""
    if not rule.article:
        return ""
    words = article_words(rule.article)
    return (
        words
        if rule.citable
        else words + " — " + gettext("the rule this site goes by; the Court has not confirmed it yet")
    )


@register.filter
def source_words(noted: str) -> SafeString | str:
    """{{ norm.source|source_words }}: words noted of a source, in the page's language where we translated them."""
    asked = (get_language() or "kk")[:2]
    words, language = words_of_source(noted, asked)
    return words if language == asked else format_html('<span lang="{}">{}</span>', language, words)


@register.filter
def title_of_act(act: Act) -> SafeString | str:
    """{{ act|title_of_act }}: its title in the page's language, else in another, marked as that."""
    asked = (get_language() or "kk")[:2]
    titles = {language: str(getattr(act, f"title_{language}")) for language in (asked, "ru", "kk", "en")}
    language = next((language for language, title in titles.items() if title), "")
    if language in {asked, ""}:
        return titles.get(language, act.code)
    return format_html('<span lang="{}">{}</span>', language, titles[language])


@register.filter
def said_by_source(noted: str) -> SafeString | str:
    """{{ facts.outcome|said_by_source }}: as `source_words`; and that a translation is ours, where it is."""
    shown = source_words(noted)
    ours = words_of_source(noted, (get_language() or "kk")[:2])[0] != noted
    return format_html("{} <small>({})</small>", shown, gettext("translated for this site")) if ours else shown


@register.filter
def basis(rule: RuleRow) -> str:
    """{{ clock.term|basis }}: as `rests_on`; for the Court itself a row without an article says too that it is unconfirmed."""
    if rule.article:
        return rests_on(rule)
    if rule.confirmed_on is not None and rule.superseded_at is None:
        return ""
    return gettext("the rule this site goes by; the Court has not confirmed it yet")


@register.filter
def in_language(row: object, field: str) -> str:
    """{{ body|in_language:"name" }}: a three-column text in the page's language."""
    return str(getattr(row, f"{field}_{(get_language() or 'kk')[:2]}"))


@register.filter
def cited(provision: Provision) -> str:
    """{{ one.provision|cited }}: the provision as it is cited, in the page's language."""
    return cite(provision, (get_language() or "kk")[:2])


@register.filter
def reasons_in_words(clock: Clock) -> list[str]:
    """{{ clock|reasons_in_words }}: why a term ends when it ends, a sentence a step, in the page's language."""
    return explain_all(clock.reasons)
