"""What the head of an institution says of a draft."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from petitions.filing.fields import TextField
from petitions.filing.forms.codes import VersionForm


class RemarkForm(VersionForm):
    """What is to be changed before the petition is filed."""

    remark = TextField(
        label=_("What is to be changed?"),
        rows=4,
        max_length=5000,
        help_text=_("Whoever prepared the petition reads it; a program receives it too."),
    )
