"""What the e-mail to a witness says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courtcase.notices.models import Notice
from courtcase.notices.registry import notice_context
from courtcase.register.verify_receipt import LINE
from courtcase.witnesses.operations import TOLD


@notice_context(TOLD)
def root_facts(notice: Notice) -> dict[str, Any]:
    """Return the root as it was published, in the line by which programs know it, and where it is checked."""
    told = notice.context
    with override(notice.language):
        page = reverse("register_witness")
    return {
        "day": date.fromisoformat(told["day"]),
        "size": told["size"],
        "line": LINE.format(day=told["day"], size=told["size"], root=told["root"]),
        "witness_url": settings.PUBLIC_ADDRESS + page,
    }
