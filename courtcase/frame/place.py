"""Where somebody was, said so that it names a page and no person: no codes, tokens or ids, nothing of the query."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import ResolverMatch

from courtcase.frame.navigation import address

LONGEST = 160
LANGUAGE = re.compile(r"^/?(?:kk|ru|en)(?=/|$)")
# Rooms whose addresses name what is public: a ruling's number, a norm, a year of figures.
READ_BY_ALL = frozenset({"publication", "statistics"})
PLAIN = re.compile(r"[A-Za-z0-9._-]{1,24}(?:/[A-Za-z0-9._-]{1,24}){0,7}/?", re.ASCII)
ALLOWED = re.compile(r"[A-Za-z0-9/<>:._-]*", re.ASCII)
# A uuid, a code in groups, a long number, or a word so long that it is none.
TELLING = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}|\d{7,}|[^/<>]{41,}"
)


def page_of(request: HttpRequest) -> str:
    """Return the page of a request without its language: its path where that is public, else its route; "" where unknown."""
    match: ResolverMatch | None = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    if match.namespace in READ_BY_ALL and all(is_plain(value) for value in match.kwargs.values()):
        return cleaned(LANGUAGE.sub("", request.path))
    return cleaned("/" + LANGUAGE.sub("", match.route).lstrip("/"))


def is_plain(value: object) -> bool:
    """Say whether a part of an address is a number or a short word, and nothing that stands for a person or opens a door."""
    return bool(PLAIN.fullmatch(str(value))) and not TELLING.search(str(value))


def cleaned(page: str) -> str:
    """Return a page as somebody sent it, with everything that could be an id or a code struck out; "" for what is no page."""
    page = LANGUAGE.sub("", page.partition("?")[0])
    if not page.startswith("/") or not ALLOWED.fullmatch(page):
        return ""
    return TELLING.sub("<…>", page)[:LONGEST]


def telling_address(request: HttpRequest) -> str | None:
    """Return where to say that something is wrong on this page."""
    form = address("feedback:tell")
    page = page_of(request)
    if form is None or page == cleaned(form):
        return form
    return f"{form}?page={quote(page)}" if page else form
