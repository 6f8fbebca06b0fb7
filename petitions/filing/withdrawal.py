"""What a withdrawal means, by where the petition stands, and why it was withdrawn.

What of its meaning no lawyer has confirmed is said to be so on the page.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.content import open_text
from petitions.models import Petition
from petitions.signatories import is_joint
from petitions.workflow import State

ALWAYS = (
    _("The Court will not examine it, and this cannot be undone."),
    _("You may file another petition while the year of the law runs; its day of filing is then the new one."),
)
# What ends with it, by state; where nothing stands, nothing more does.
ENDS: dict[State, Promise | str] = {
    State.AWAITING_SIGNATURE: _("It was never filed: nothing of it is before the Court yet."),
    State.FILED: _("It gets no register number."),
    State.REGISTERED: _("The Apparatus does not check it any more. The register number is not given to another."),
    State.SCREENING: _("The Apparatus does not check it any more. The register number is not given to another."),
    State.RETURNED: _("The month for corrections ends at once, and with it the date of first filing."),
    State.CURE_AWAITING_SIGNATURE: _("The correction is not taken up, and the date of first filing is lost."),
    State.RETURN_DISPUTED: _("The Court does not decide on the return, which then stands."),
    State.AWAITING_STUDY: _("No judge studies it."),
    State.STUDY: _("The judges end their study."),
    State.REPORTED: _("The session does not decide on it."),
}
KEPT = _("Its words, files and history stay in the record for the term of keeping; nobody works on them.")


def reasons_said(petition: Petition) -> list[str]:
    """Return what was said of why the petition was withdrawn, or why some of several left it, in the order it was said."""
    if petition.state != State.WITHDRAWN and not is_joint(petition):
        return []
    return [open_text(petition, one.sealed_reason) for one in petition.withdrawals.all()]


def consequences(petition: Petition) -> list[Promise | str]:
    """Return in plain sentences what a withdrawal of this petition means where it stands now."""
    state = State(petition.state)
    ends = [ENDS[state]] if state in ENDS else []
    kept = [KEPT] if state != State.AWAITING_SIGNATURE else []
    return [*ALWAYS, *ends, *kept]
