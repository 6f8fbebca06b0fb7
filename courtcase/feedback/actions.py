"""What can be done with reports that something is wrong on a page; the matrix of courtcase/people says by whom."""

from __future__ import annotations

from courtcase.people.permissions import declare

declare("feedback", ["page_report.tell", "page_report.read", "page_report.answer"])
