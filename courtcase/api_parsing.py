"""How the API reads JSON: what nothing of ours could keep, or is nested without end, is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """JSON as RFC 8259 and RFC 7493 (I-JSON) have it: every sign a sign of Unicode, nested as deep as people nest."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what was sent. Raises ParseError, which is answered with 400."""
        try:
            found: dict[str, Any] = super().parse(stream, media_type, parser_context)
            # Half of a pair of signs (\\ud800), which no encoding of Unicode can write.
            json.dumps(found, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError(_("This is nested too deep.")) from error
        except UnicodeEncodeError as error:
            raise ParseError(_("This holds half a sign of Unicode, a lone surrogate.")) from error
        return found
