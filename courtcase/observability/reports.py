"""Django's error reports, stripped: neither what was posted nor cookies, settings or local values leave with them."""

from __future__ import annotations

from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

from courtcase.observability.scrubbing import BLANK


class NoPersonalData(SafeExceptionReporterFilter):
    """Shows where an error happened and nothing of what people sent."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always: there is no mode in which a petition may stand in a report."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return the names that were posted, each value blanked."""
        return dict.fromkeys(request.POST, BLANK) if request is not None else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> ItemsView[str, Any]:
        """Return the names of a frame's local values, each value blanked."""
        return dict.fromkeys(tb_frame.f_locals, BLANK).items()

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return method and request id alone."""
        if request is None:
            return {}
        return {"REQUEST_METHOD": request.method, "REQUEST_ID": getattr(request, "request_id", "")}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return no cookie."""
        return {}

    def get_safe_settings(self) -> dict[str, Any]:
        """Return no setting."""
        return {}
