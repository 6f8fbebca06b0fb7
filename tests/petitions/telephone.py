"""A telephone with eGov Mobile: it follows the protocol over HTTP and knows of the site what the QR code says."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client

from tests.signatures.authority import Holder, container

Signs = Callable[[bytes], bytes]


@dataclass
class Telephone:
    """The app on the telephone of one person; `about` and `asked` keep what the two addresses answered last."""

    owner: Holder
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    about: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)

    def scan(self, qr: str) -> Any:
        """Read a QR code and ask its address what is to be signed."""
        answer = self.client.get(self.path(qr.removeprefix("mobileSign:")))
        if answer.status_code == 200:
            self.about = answer.json()
        return answer

    def fetch(self, **changes: str) -> Any:
        """Fetch the document with the token; `authorization` sends another."""
        answer = self.client.get(self.path(self.about["document"]["uri"]), headers=self.headers(**changes))
        if answer.status_code == 200:
            self.asked = answer.json()
        return answer

    def sign(self, make: Signs | None = None) -> bytes:
        """Return a signature over the bytes of the document, as the owner's key makes it."""
        content = base64.b64decode(self.asked["documentsToSign"][0]["document"]["file"]["data"])
        return make(content) if make else container(content, self.owner)

    def bring(self, signature: bytes, **changes: str) -> Any:
        """Put the signature where the data was and send the same JSON back."""
        told = json.loads(json.dumps(self.asked))
        told["documentsToSign"][0]["document"]["file"]["data"] = base64.b64encode(signature).decode()
        return self.send(told, **changes)

    def send(self, told: Any, **changes: str) -> Any:
        """Send JSON to the address of the document."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        address = self.path(self.about["document"]["uri"])
        return self.client.put(address, body, content_type="application/json", headers=self.headers(**changes))

    def headers(self, *, authorization: str | None = None) -> dict[str, str]:
        """Return the headers with which a telephone proves itself."""
        shown = f"Bearer {self.about['document']['auth_token']}" if authorization is None else authorization
        return {"Authorization": shown} if shown else {}

    @staticmethod
    def path(address: str) -> str:
        """Return the path of a full address of the site; fails for another site's."""
        assert address.startswith(settings.PUBLIC_ADDRESS), address
        return address.removeprefix(settings.PUBLIC_ADDRESS)
