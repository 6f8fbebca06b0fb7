"""Regions of Kazakhstan: seventeen regions and three cities of republican significance, by ISO 3166-2:KZ code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REGIONS = (
    ("71", _("Astana city")),
    ("75", _("Almaty city")),
    ("79", _("Shymkent city")),
    ("10", _("Abai region")),
    ("11", _("Akmola region")),
    ("15", _("Aktobe region")),
    ("19", _("Almaty region")),
    ("23", _("Atyrau region")),
    ("63", _("East Kazakhstan region")),
    ("31", _("Zhambyl region")),
    ("33", _("Jetisu region")),
    ("35", _("Karaganda region")),
    ("39", _("Kostanay region")),
    ("43", _("Kyzylorda region")),
    ("47", _("Mangystau region")),
    ("59", _("North Kazakhstan region")),
    ("55", _("Pavlodar region")),
    ("61", _("Turkistan region")),
    ("62", _("Ulytau region")),
    ("27", _("West Kazakhstan region")),
)
CODES = frozenset(code for code, name in REGIONS)
