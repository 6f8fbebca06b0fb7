"""A program that stands in for NCALayer: it listens on this machine and answers as the two modules a page may ask."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from websockets.sync.server import ServerConnection, serve

BASICS, OLDER = "kz.gov.pki.knca.basics", "kz.gov.pki.knca.commonUtils"


@dataclass
class Layer:
    """What its owner does next: `sign` makes a container of the bytes, None closes the window; `asked` keeps every request."""

    sign: Callable[[bytes], bytes] | None = None
    is_old: bool = False
    hangs_up: bool = False
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)

    def serve(self, connection: ServerConnection) -> None:
        """Greet, then answer each request."""
        connection.send(json.dumps({"result": {"version": "1.4"}}))
        connection.send("--heartbeat--")
        for message in connection:
            request = json.loads(message)
            self.asked.append(request)
            if self.hangs_up:
                return
            connection.send(json.dumps(self.answer(request)))

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what the module of the request answers."""
        if request["module"] == BASICS and not self.is_old:
            return self.basics(request["args"])
        if request["module"] == OLDER:
            return self.older(request["args"])
        return {"success": False, "errorCode": "MODULE_NOT_FOUND"}

    def basics(self, told: dict[str, Any]) -> dict[str, Any]:
        """Return what the newer module answers: PEM in a list; a window that is closed leaves an empty body."""
        assert told["format"] == "cms"
        assert told["signingParams"] == {"decode": True, "encapsulate": False, "digested": False, "tsaProfile": None}
        if self.sign is None:
            return {"status": True, "body": {}}
        made = base64.encodebytes(self.sign(base64.b64decode(told["data"]))).decode()
        return {"status": True, "body": {"result": [f"-----BEGIN CMS-----\n{made}-----END CMS-----\n"]}}

    def older(self, told: list[Any]) -> dict[str, Any]:
        """Return what the older module answers: bare base64."""
        storage, kind, data, attached = told
        assert (storage, kind, attached) == ("PKCS12", "SIGNATURE", False)
        if self.sign is None:
            return {"code": "500", "message": "action.canceled"}
        made = self.sign(base64.b64decode(data))
        return {"code": "200", "message": "", "responseObject": base64.b64encode(made).decode()}


@contextmanager
def listening() -> Iterator[Layer]:
    """Run the program on a free port until the block ends."""
    layer = Layer()
    with serve(layer.serve, "127.0.0.1", 0, max_size=32 * 1024 * 1024) as server:
        layer.address = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield layer
        finally:
            server.shutdown()
            thread.join()
