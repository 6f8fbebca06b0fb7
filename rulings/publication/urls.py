"""The public pages of what the Court said. They live under /kk/, /ru/ and /en/."""

from __future__ import annotations

from django.urls import path

from rulings.publication.formats import FORMATS
from rulings.publication.views.constitution import constitution
from rulings.publication.views.feed import feed
from rulings.publication.views.files import ruling_file
from rulings.publication.views.home import home
from rulings.publication.views.norm_page import act_page, norm_page
from rulings.publication.views.open_data import open_data
from rulings.publication.views.proceedings import case_alone, case_list, cases_feed, cause_list
from rulings.publication.views.ruling_list import ruling_list
from rulings.publication.views.ruling_page import ruling_page
from rulings.watching.views import watch

app_name = "publication"

urlpatterns = [
    path("", home, name="home"),
    path("rulings/", ruling_list, name="list"),
    path("rulings/feed.atom", feed, name="feed"),
    *(path(f"rulings/<path:slug>.{ending}", ruling_file, {"ending": ending}, name=ending) for ending in FORMATS),
    path("rulings/<path:slug>", ruling_page, name="ruling"),
    path("alerts/", watch.ask, name="watch_ask"),
    path("alerts/asked/", watch.asked, name="watch_asked"),
    path("alerts/ended/", watch.left, name="watch_left"),
    path("alerts/<uuid:public_id>/", watch.show, name="watch"),
    path("alerts/<uuid:public_id>/confirm/", watch.confirm, name="watch_confirm"),
    path("alerts/<uuid:public_id>/leave/", watch.leave, name="watch_leave"),
    path("cases/", case_list, name="cases"),
    path("cases/feed.atom", cases_feed, name="cases_feed"),
    path("cases/sessions/", cause_list, name="sessions"),
    path("open-data/", open_data, name="open_data"),
    path("cases/<path:number>/", case_alone, name="case"),
    path("constitution/", constitution, name="constitution"),
    path("norms/<slug:act>/<path:path>", norm_page, name="norm"),
    path("norms/<slug:act>", act_page, name="act"),
]
