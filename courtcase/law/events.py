"""What can happen to terms, rules of law and the calendar, as past-tense facts with a sentence each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.register.events import declare_event

declare_event("clock.started", _("A term began to run."))
declare_event("clock.closed", _("The term was closed."))
declare_event("clock.extended", _("A ruling extended the term."))
declare_event("clock.suspended", _("A ruling suspended the term."))
declare_event("clock.resumed", _("The suspended term runs again."))
declare_event("clock.redated", _("The working calendar changed, and the end of the term with it."))
declare_event("rule.superseded", _("A rule of law was superseded by another row."))
declare_event("rule.confirmed", _("A rule of law was confirmed."))
declare_event("act.added", _("An act was added to the list of law."))
declare_event("act.corrected", _("An act of the list of law was corrected; its norms and its address stay."))
declare_event("provision.added", _("A norm was added to the list of law."))
declare_event("calendar.day_changed", _("A day of the working calendar was changed."))
