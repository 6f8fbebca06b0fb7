"""The links of the head and of the desk, as data: an address that is not there yet, or not for this actor, is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase.people.actors import Actor
from courtcase.people.permissions import all_allowed


@dataclass(frozen=True)
class Item:
    """A link: its words, the name of its address, the action that shows it (None: shown to all), and whether in demo alone."""

    label: str | Promise
    url_name: str
    action: str | None = None
    only_in_demo: bool = False


@dataclass(frozen=True)
class Link:
    """A link ready to be shown."""

    label: str
    url: str
    current: bool


PUBLIC = (
    Item(_("File a petition"), "filing:start"),
    Item(_("Decisions"), "publication:list"),
    Item(_("Cases before the Court"), "publication:cases"),
    Item(_("What became of it"), "execution:list"),
    Item(_("Figures"), "statistics:page"),
    Item(_("Where is my petition?"), "filing:track"),
    Item(_("Sign in"), "account_login"),
)
PERSON = (
    # First, so that an institution's people begin there: the list of one's own says less of the same petitions.
    Item(_("Petitions of the institution"), "filing:overview", "petition.overview"),
    Item(_("My petitions"), "filing:mine", "petition.mine"),
    Item(_("Forwarded to us"), "filing:forwarded", "forwarding.read"),
    Item(_("Measures we carry out"), "execution:mine", "measure.mine"),
    Item(_("Cases I take part in"), "proceedings:my_cases", "case.take_part"),
    Item(_("My messages"), "notices:mine", "notice.mine"),
    Item(_("Officers"), "institution_officers", "institution.officers"),
    Item(_("Programs"), "institution_programs", "institution.officers"),
    Item(_("Signed-in devices"), "usersessions_list", "account.sessions"),
    Item(_("My account"), "account_settings", "account.settings"),
)
# In the order of the work: a judge begins at their own desk, secretaries and assistants at the studies, not at the terms.
DESK = (
    Item(_("Intake"), "intake:queue", "queue.view"),
    Item(_("My desk"), "proceedings:desk", "judge.desk"),
    Item(_("Study"), "proceedings:studies", "study.view"),
    Item(_("Terms"), "intake:clocks", "clocks.view"),
    Item(_("Routing"), "intake:routing", "routing.edit"),
    Item(_("My leave"), "intake:my_leave", "leave.mine"),
    Item(_("Help by phone"), "filing:consult", "help.give"),
    Item(_("Signed paper"), "intake:find", "petition.confirm_signature"),
    Item(_("Register on paper"), "intake:paper", "paper.enter"),
    Item(_("Sessions"), "proceedings:sessions", "session.view"),
    Item(_("Cases"), "proceedings:cases", "case.read"),
    Item(_("Archive"), "intake:archive", "archive.view"),
    Item(_("Rulings"), "drafting:list", "ruling.read_draft"),
    Item(_("Execution"), "execution:desk", "measure.report"),
    Item(_("Undelivered"), "notices:undelivered", "notice.undelivered"),
    Item(_("Letters to print"), "notices:print_queue", "notice.print_queue"),
    Item(_("Letters"), "letters:outgoing", "letter.view"),
    Item(_("Recorded reads"), "register_reads", "audit.reads"),
    Item(_("Samples"), "audit:samples", "audit.sample"),
    Item(_("Requests to read"), "audit:requests", "audit.decide_reading"),
    Item(_("Keeping and destroying"), "keeping:ends", "keeping.view"),
    Item(_("Requests on personal data"), "keeping:requests", "data_request.view"),
    Item(_("Legal holds"), "keeping:holds", "register.hold"),
    Item(_("Accounts"), "administration_accounts", "administration.accounts"),
    Item(_("Roles"), "administration_roles", "administration.roles"),
    Item(_("Reports about pages"), "feedback:list", "page_report.read"),
    Item(_("State of the system"), "administration_system", "system.examine"),
    Item(_("Parts of the pages"), "styleguide", "styleguide.view", only_in_demo=True),
    Item(_("My account"), "account_settings", "account.settings"),
)
# The desk without the pages that stand beside the work.
WORK = tuple(item for item in DESK if item.url_name not in {"styleguide", "account_settings"})
FOOT = (
    Item(_("Register and its daily roots"), "register_roots"),
    Item(_("Verify a receipt"), "register_verify"),
    Item(_("Open data and API"), "publication:open_data"),
    Item(_("How we guard your data"), "privacy"),
)


def address(url_name: str) -> str | None:
    """Return the address of a name in the active language, or None while nothing answers to it."""
    return known_address(url_name, get_language(), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=2_000)
def known_address(url_name: str, language: str, urlconf: str, prefix: str) -> str | None:
    """Return what `address` does, found once: every page shows a dozen of them, and addresses stay what they are."""
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return None


def links(items: tuple[Item, ...], *, path: str, actor: Actor, at: datetime) -> list[Link]:
    """Return the links of `items` that resolve and that the actor may follow at `at`; the nearest above `path` is current."""
    shown: list[tuple[Item, str]] = []
    wanted = [item.action for item in items if item.action is not None]
    open_to = all_allowed(actor, wanted, at) if wanted else frozenset()
    for item in items:
        if item.only_in_demo and not settings.IS_DEMO:
            continue
        if item.action is not None and item.action not in open_to:
            continue
        url = address(item.url_name)
        if url is not None:
            shown.append((item, url))
    current = max((url for _item, url in shown if path.startswith(url)), key=len, default="")
    return [Link(str(item.label), url, url == current) for item, url in shown]


def first_page(*, actor: Actor, at: datetime) -> str | None:
    """Return the address where this actor's work begins: the desk's first page, else their own petitions, else None."""
    for items in (WORK, PERSON):
        for link in links(items, path="", actor=actor, at=at):
            return link.url
    return None
