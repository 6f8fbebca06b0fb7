from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from courtcase.frame.paging import before_of, cut
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from petitions.models import Case
from rulings.publication.caching import public_page
from rulings.publication.case_page import case_page, public_case_numbered
from rulings.publication.cross_origin import open_to_all_sites
from rulings.publication.proceedings import (
    MOST,
    PublicSitting,
    accepted_cases,
    instant_of,
    norms_of,
    public_case,
    sessions_to_come,
    stamp_of_cases,
)


@public("case.read_public")
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """List the cases the Court accepted: number, norms, day and bench; no names."""
    cases, older = cut(list(accepted_cases(before=before_of(request))), MOST)

    def made() -> HttpResponse:
        context = {
            "cases": [public_case(case, get_language() or "kk") for case in cases],
            "older": f"?before={older}" if older else "",
            "feed_url": reverse("publication:cases_feed"),
        }
        return render(request, "rulings/public/cases.html", context)

    return public_page(request, stamp=["cases", *stamp_of_cases(cases)], changed_at=None, render=made)


@public("case.read_public")
@require_safe
def case_alone(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case with its norms, the rulings on it and the earlier ones beside it, drawn and told."""
    case = public_case_numbered(number)
    if case is None:
        raise Http404
    told = {"ruling": gettext("on this case"), "cited": gettext("cited on this case"), "norm": gettext("contested")}
    page = case_page(case, get_language() or "kk", told)

    def made() -> HttpResponse:
        return render(request, "rulings/public/case.html", {"page": page, "case": case})

    return public_page(request, stamp=["case", *page.stamp], changed_at=None, render=made)


@public("case.read_public")
@require_safe
def cause_list(request: HttpRequest) -> HttpResponse:
    """List the sessions to come: day, hour, place, bench and norms; no names."""
    sittings = list(sessions_to_come(court_day(timezone.now())))
    stamp = [(one.pk, one.day, one.starts_at, one.place, one.case.version if one.case else 0) for one in sittings]

    def made() -> HttpResponse:
        language = get_language() or "kk"
        shown = [PublicSitting(one, norms_of(one.case, language)) for one in sittings if one.case]
        return render(request, "rulings/public/sessions.html", {"sessions": shown})

    return public_page(request, stamp=["sessions", *stamp], changed_at=None, render=made)


@public("case.read_public")
@open_to_all_sites
@require_safe
def cases_feed(request: HttpRequest) -> HttpResponse:
    """Give out the newest accepted cases as an Atom feed in the language of the address."""
    cases = list(accepted_cases().select_related("subject"))[:MOST]

    def made() -> HttpResponse:
        base = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
        content = written(cases, get_language() or "kk", base=base)
        return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")

    return public_page(request, stamp=["cases-feed", *stamp_of_cases(cases)], changed_at=None, render=made)


def written(cases: list[Case], language: str, *, base: str) -> str:
    """Return the feed's XML; `base` is the address of the site without a slash at the end."""
    made = Atom1Feed(
        title=gettext("Cases accepted by the Constitutional Court of the Republic of Kazakhstan"),
        link=base + reverse("publication:cases"),
        description=None,
        language=language,
        feed_url=base + reverse("publication:cases_feed"),
    )
    for case in cases:
        made.add_item(
            title=gettext("Case %(number)s") % {"number": case.number},
            link=base + reverse("publication:case", args=[case.number]),
            description="; ".join(norms_of(case, language)),
            unique_id=f"urn:uuid:{case.subject.uuid}",
            pubdate=instant_of(case),
            updateddate=instant_of(case),
        )
    return made.writeString("utf-8")
