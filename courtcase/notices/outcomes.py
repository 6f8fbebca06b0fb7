"""What can come of handing a message over, besides success."""

from __future__ import annotations


class NotSent(Exception):
    """The message surely did not go. `for_good` says that trying again is useless; `reason` is a safe code."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


class NotTrueAnyMore(Exception):
    """What the message would tell has passed or changed: a context builder raises it, and the message is taken back."""


class NoAddress(NotSent):
    """The recipient has no address of the kind the channel needs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, for_good=True)
