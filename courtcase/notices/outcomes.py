"""What can come of handing a message over, besides success."""

from __future__ import annotations


class NotSent(Exception):
    """The message surely did not go. `for_good` says that trying again is useless; `reason` is a safe code.

    `was_tried` is False where nothing was handed over, for a limit of ours was reached: it waits, and no attempt is counted.
    """

    def __init__(self, reason: str, *, for_good: bool = False, was_tried: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good
        self.was_tried = was_tried


class NotTrueAnyMore(Exception):
    """What the message would tell has passed or changed: a context builder raises it, and the message is taken back."""


class NoAddress(NotSent):
    """The recipient has no address of the kind the channel needs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, for_good=True)
