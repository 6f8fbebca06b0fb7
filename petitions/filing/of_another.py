"""The words of the guided form where whoever writes is not who petitions: they say "the petitioner", not "you"."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import ChoiceField, Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.workflow import State

Words = Promise | str


@dataclass(frozen=True)
class Said:
    """What is said of a field in another's petition: its label, its help, its choices; None: as ever."""

    label: Words | None = None
    help_text: Words | None = None
    choices: tuple[tuple[str, Words], ...] | None = None


# The question of a page, and why it is asked; "you" has a wording for each writer, in `steps.py`.
PAGES: dict[str, tuple[Words, Words]] = {
    "norm": (
        _("Which provision is attacked?"),
        _("The Court examines laws, not judgments. It needs the exact article, paragraph and sub-paragraph."),
    ),
    "case": (
        _("The petitioner's case"),
        _("One may petition when a court applied the provision in one's own case and its decision is in force."),
    ),
    "rights": (_("The petitioner's rights"), _("The Court compares the provision with the Constitution.")),
    "situation": (_("What happened"), _("The Court must see that the provision touched the petitioner personally.")),
    "request": (_("What the petitioner asks"), _("One sentence is enough.")),
}
FIELDS: dict[str, dict[str, Said]] = {
    "you": {
        "full_name": Said(help_text=_("As in the petitioner's identity card.")),
        "iin": Said(
            help_text=_(
                "12 digits, on the petitioner's identity card. The law asks for it; only the Court sees it. Without it the "
                "petitioner can sign on paper alone: an electronic signature is known by the IIN in its certificate."
            )
        ),
        "residence": Said(_("Where the petitioner lives")),
        "phone": Said(
            _("The petitioner's telephone"),
            _("If there is one. The petitioner gets a text message at each stage."),
        ),
        "email": Said(_("The petitioner's e-mail"), _("If there is one.")),
    },
    "case": {
        "court": Said(_("Which court decided the petitioner's case last?")),
        "applied": Said(_("Did the court apply this very provision in the petitioner's case?")),
    },
    "rights": {"rights": Said(_("Which of the petitioner's rights does it take or limit?"))},
    "situation": {
        "situation": Said(
            _("What happened to the petitioner?"),
            _("In plain words: what happened, what the court decided, what it meant for the petitioner."),
        )
    },
    "reasoning": {"reasoning": Said(_("Why does the provision itself take the petitioner's right?"))},
    "request": {
        "request": Said(_("What does the petitioner ask of the Court?")),
        "later_notices": Said(
            _("If this provision loses force by another ruling later, may the Court write to the petitioner?"),
            _(
                "It would then write once how to have the petitioner's own case reviewed. The petitioner need not agree: "
                "it changes nothing in the petition, and can be changed later on its page."
            ),
        ),
        "participation": Said(
            _("If a session is held, does the petitioner want to take part?"),
            choices=(
                ("in_person", _("Yes, in person")),
                ("representative", _("Yes, through a representative")),
                ("written", _("No, the Court may decide on the papers")),
            ),
        ),
    },
}
# Where the petition is, on its page, for a helper or a representative; a state that is missing is said as ever.
STANDS: dict[State, Words] = {
    State.AWAITING_SIGNATURE: _(
        "The petition waits for the signature. Print it, have it signed, and hand it in or send it to the Court. "
        "Until then it is not filed: it has no register number and no term runs."
    ),
    State.FILED: _("The Court has the signed petition. Next it is registered. Nothing needs to be done now."),
    State.REGISTERED: _("The petition is registered. Next the Apparatus checks it. Nothing needs to be done now."),
    State.SCREENING: _(
        "The Apparatus checks whether the petition meets the requirements of the law. Nothing needs to be done now."
    ),
    State.RETURNED: _("The petition was returned. Below you read why, and what can be done until when."),
    State.CURE_AWAITING_SIGNATURE: _(
        "The correction waits for the signature. Print it, have it signed, and hand it in or send it to the Court in time."
    ),
    State.RETURN_DISPUTED: _("The Court's own decision on the return was demanded. It will be sent."),
    State.RETURN_UPHELD: _("The Court upheld the return. A new petition framed as the law requires may be filed."),
    State.AWAITING_STUDY: _("The Chair of the Court names judges to study the petition. Nothing needs to be done now."),
    State.STUDY: _("Judges study the petition. Nothing needs to be done now."),
    State.ACCEPTED: _("The Court accepted the petition and examines the provision. Nothing needs to be done now."),
    State.WITHDRAWN: _("The petition was withdrawn. The Court does not examine it further."),
    State.FORWARDED: _(
        "The petition was sent on to the body that can help. That body will answer the petitioner itself."
    ),
}
OTHER_COURT = Said(_("Which other court decided in the petitioner's case?"))


def speak_of_another(form: Form, page: str) -> None:
    """Let the fields of a page (by its word in the address) speak of the petitioner as of another person."""
    told = FIELDS.get(page, {})
    for name, field in form.fields.items():
        plain, _line, place = name.rpartition("_")
        is_further = bool(plain) and place.isdigit()
        said = OTHER_COURT if is_further and plain == "court" else told.get(plain if is_further else name)
        if said is None:
            continue
        field.label = said.label or field.label  # type: ignore[assignment]
        field.help_text = said.help_text or field.help_text  # type: ignore[assignment]
        if said.choices is not None and isinstance(field, ChoiceField):
            field.choices = said.choices  # type: ignore[assignment]
