"""The provider as a process, and whom it knows."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from courtcase.embedded.children import die_with_parent
from tests.single_sign_on.provider import CLIENT, SECRET
from tests.workers import ROOT, free_port, until


@dataclass
class RunningProvider:
    """Where it listens."""

    address: str

    def knows(self, **people: dict[str, Any]) -> None:
        """Say whom the provider knows: by login, the claims of each."""
        body = json.dumps(people).encode()
        asked = urllib.request.Request(  # noqa: S310 - our own
            self.address + "/people", body, {"Content-Type": "application/json"}, method="PUT"
        )
        urllib.request.urlopen(asked, timeout=5).close()  # noqa: S310

    def sends_people_to(self, back: str) -> None:
        """Say where the provider sends people back to."""
        asked = urllib.request.Request(self.address + "/back", back.encode(), method="PUT")  # noqa: S310 - our own
        urllib.request.urlopen(asked, timeout=5).close()  # noqa: S310

    def logout_token(self, *, forged: bool = False, **claims: Any) -> str:
        """Return the word by which the provider tells that somebody signed out; `claims` are added, or left out for None."""
        body = json.dumps({"claims": claims, "forged": forged}).encode()
        asked = urllib.request.Request(  # noqa: S310 - our own
            self.address + "/logout-token", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310
            return str(answer.read().decode())

    def answers(self) -> bool:
        """Say whether it answers."""
        try:
            with urllib.request.urlopen(self.address + "/keys", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def sends_back(self, authorization: str, login: str) -> str:
        """Type a login into the provider's page at `authorization`, and return the address it sends one back to."""
        opener = urllib.request.build_opener(NoRedirect)
        page = opener.open(authorization, timeout=5).read().decode()
        assert re.search('name="login"', page), page
        answer = opener.open(authorization, f"login={login}".encode(), timeout=5)
        return str(answer.headers["Location"])

    def configure(self, settings: Any) -> None:
        """Name it in the settings of the application, as the environment would."""
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = self.address, CLIENT, SECRET


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hands a redirect back instead of following it."""

    def http_error_302(self, request: Any, answer: Any, code: int, message: str, headers: Any) -> Any:
        """Return the answer as it is."""
        return answer


@contextmanager
def running_provider(back: str) -> Iterator[RunningProvider]:
    """Run the provider until the block ends; it sends people back to `back` alone."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.single_sign_on.provider", str(port), back],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )
    provider = RunningProvider(f"http://127.0.0.1:{port}")
    try:
        assert until(provider.answers, seconds=20)
        yield provider
    finally:
        process.kill()
        process.wait()
