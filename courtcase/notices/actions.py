"""What can be done with notices; the matrix of courtcase/people says by whom."""

from __future__ import annotations

from courtcase.people.permissions import declare

declare(
    "notices",
    ["demo.mail", "notice.come_back", "notice.decide", "notice.mine", "notice.print_queue", "notice.undelivered"],
)
