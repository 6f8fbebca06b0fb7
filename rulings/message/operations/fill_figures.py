"""Filling a Message's tables in: when its text is saved, and once more when it is signed. From then on they stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from rulings.blocks import Block
from rulings.message.keys import key_of
from rulings.message.tables import NotKept, rows_of
from rulings.models import Ruling


def fill_figures(ruling: Ruling) -> None:
    """Write into the drafted texts the rows of every table of figures they name.

    Raises OperationError beside `text_<language>` where a table has no such name, or its year no figures that stand.
    """
    for text in ruling.texts.all():
        blocks = [filled(block, text.language) if "figures" in block else block for block in text.blocks]
        if blocks != text.blocks:
            text.blocks = blocks
            text.save(update_fields=["blocks"])


def filled(block: Block, language: str) -> Block:
    """Return a table of figures with its rows in a language."""
    name = str(block["figures"])
    key = key_of(name)
    if key is None:
        raise OperationError(
            _("No table of figures is called %(name)s.") % {"name": name}, field=f"text_{language}", code="no_table"
        )
    try:
        return {**block, "rows": rows_of(key, language)}
    except NotKept:
        message = _("The figures of %(year)s are not counted yet, or the year is not over.") % {"year": key.year}
        raise OperationError(message, field=f"text_{language}", code="not_counted") from None
