"""What the register can say of such reports: no word of them, and not the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.register.events import declare_event

declare_event("page_report.received", _("Somebody reported that something is wrong on a page."))
declare_event("page_report.closed", _("The report about a page was closed with a word."))
