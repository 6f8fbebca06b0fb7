"""What the page of parts shows: every word, number and person here is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courtcase.frame.clock_faces import clock_face
from courtcase.frame.forms import AccessibleForm, CourtDateField
from courtcase.operations import WrongState

TODAY = date(2026, 10, 31)


class SampleForm(AccessibleForm):
    """One field of each kind."""

    full_name = forms.CharField(label=gettext_lazy("Name, as in the identity document"), max_length=200)
    in_force = CourtDateField(
        label=gettext_lazy("When did the judgment come into force?"), help_text=gettext_lazy("For example, 14.03.2026")
    )
    story = forms.CharField(
        label=gettext_lazy("Which right did the law take from you?"),
        help_text=gettext_lazy("In your own words; no legal terms are needed."),
        widget=forms.Textarea,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the answer"), choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
    )
    applied = forms.ChoiceField(
        label=gettext_lazy("Did the court apply exactly this norm in your case?"),
        help_text=gettext_lazy("It stands in the reasoning: “guided by article …”"),
        choices=[
            ("yes", gettext_lazy("Yes, the judgment names it")),
            ("no", gettext_lazy("No, but the judgment rests on it")),
            ("unknown", gettext_lazy("I do not know, help me find out")),
        ],
        widget=forms.RadioSelect,
    )
    told_by = forms.MultipleChoiceField(
        label=gettext_lazy("How shall we write to you?"),
        choices=[
            ("email", gettext_lazy("by e-mail")),
            ("sms", gettext_lazy("by SMS")),
            ("post", gettext_lazy("by post")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    judgment = forms.FileField(
        label=gettext_lazy("The judgment"), help_text=gettext_lazy("PDF or photographs, at most 20 MB"), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("What I wrote is true"))


class SampleFilters(forms.Form):
    """Two filters of a list."""

    words = forms.CharField(
        label=gettext_lazy("Number or words"), required=False, widget=forms.TextInput({"class": "middle"})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Petitioner"),
        required=False,
        choices=[("", gettext_lazy("any")), ("citizen", gettext_lazy("citizen"))],
    )


def wrong_form() -> SampleForm:
    """Return the form as it comes back with mistakes."""
    form = SampleForm({"full_name": "", "in_force": "14.13.2026", "story": "", "language": "kk"}, auto_id="wrong_%s")
    form.is_valid()
    form.add_operation_error(WrongState(_("This petition was already sent on 12.10.2026.")))
    return form


def timeline() -> list[dict[str, Any]]:
    """Return the road of a petition: done, now, next."""
    study = clock_face(starts_on=date(2026, 10, 12), due_on=date(2026, 11, 11), today=TODAY)
    return [
        {"state": "done", "at": datetime(2026, 10, 12, 9, 32, tzinfo=UTC), "title": _("Filed"), "url": "#",
         "label": _("Receipt (PDF)")},
        {"state": "done", "at": datetime(2026, 10, 14, 5, 0, tzinfo=UTC), "title": _("Registered"),
         "text": _("The Apparatus of the Court checked that it meets the law's requirements.")},
        {"state": "now", "when": _("now"), "title": _("A judge is carrying out the preliminary study"), "face": study},
        {"state": "next", "when": _("after that"), "title": _("A session decides whether to accept it")},
    ]  # fmt: skip


def faces() -> list[dict[str, Any]]:
    """Return clocks in their three tones."""
    begun = date(2026, 10, 16)
    moved = _("31 October is a day off, so the term ends on the next working day.")
    ends = ((date(2026, 11, 16), ""), (date(2026, 11, 2), moved), (date(2026, 10, 29), ""))
    return [{"face": clock_face(starts_on=begun, due_on=due, today=TODAY), "why": why} for due, why in ends]


def table() -> dict[str, Any]:
    """Return a queue of three lines."""
    names = [_("Number"), _("Petitioner"), _("Norm"), _("State"), _("Term")]
    states = ((_("Registered"), "plain"), (_("Screening"), "warn"), (_("Screening"), "bad"))
    rows = []
    for index, ((state, tone), clock) in enumerate(zip(states, faces(), strict=True)):
        values: list[dict[str, Any]] = [
            {"value": f"2026/00043{index}", "url": "#"},
            {"value": _("citizen")},
            {"value": _("Labour Code, article 160")},
            {"tag": state, "tone": tone},
            {"face": clock["face"]},
        ]
        rows.append(
            {"cells": [{**cell, "label": name} for cell, name in zip(values, names, strict=True)], "here": index == 1}
        )
    return {"columns": [{"label": name} for name in names], "rows": rows}


def checks() -> list[dict[str, str]]:
    """Return a checklist with the three answers."""
    return [
        {"answer": "yes", "words": _("The petitioner may petition the Court")},
        {
            "answer": "no",
            "words": _("The exact provision is named"),
            "why": _("“the law on pensions”: no article is given"),
        },
        {
            "answer": "unsure",
            "words": _("Filed within one year"),
            "why": _("The day of coming into force is not given"),
        },
    ]


def history() -> list[dict[str, Any]]:
    """Return a history of one line."""
    return [{"at": datetime(2026, 10, 14, 5, 0, tzinfo=UTC), "words": _("Registered"), "who": _("Reception centre")}]


def stale() -> dict[str, Any]:
    """Return what is shown above a form that went stale: who changed the thing, and one field with both texts."""
    both = {
        "older": [{"kind": "removed", "text": _("Labour Code, article 160")}],
        "newer": [{"kind": "added", "text": _("Criminal Procedure Code, article 482")}],
    }
    return {"entries": history(), "texts": [{"label": _("The norm"), "difference": both}]}


def parts_context() -> dict[str, Any]:
    """Return everything the page of parts needs."""
    return {
        "form": SampleForm(initial={"language": "kk"}),
        "wrong": wrong_form(),
        "filters": SampleFilters(),
        "steps": range(9),
        "timeline": timeline(),
        "clocks": faces(),
        "table": table(),
        "checks": checks(),
        "views": [
            {"label": _("Mine"), "url": "#", "count": 17, "current": True},
            {"label": _("Team"), "url": "#", "count": 212, "current": False},
            {"label": _("Over the term"), "url": "#", "count": 1, "current": False},
        ],
        "pages": dict.fromkeys(("first", "previous", "following", "last"), "#list"),
        "answers": [
            {"term": _("Name"), "value": _("Aigerim, an invented petitioner"), "url": "#", "label": _("Change")},
            {"term": _("The norm"), "value": _("Labour Code, article 160"), "url": "#", "label": _("Change")},
        ],
        "crumbs": [{"label": _("Decisions"), "url": "#"}, {"label": "2023", "url": "#"}],
        "history": history(),
        "stale": stale(),
        "day": date(2026, 11, 18),
        "citizen_sign": _("File a petition"),
    }
