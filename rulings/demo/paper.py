"""A page that stands for the signed paper of a made-up petition."""

from __future__ import annotations

import functools

import typst

PAGE = """
#set document(title: "Synthetic", date: none)
#set page(width: 148mm, height: 210mm)
#set text(font: "Libertinus Serif", size: 16pt)
#align(center + horizon)[*ҮЛГІ · ОБРАЗЕЦ · SAMPLE* \\ \\ Оқу мәліметі · Учебные данные \\ Synthetic data]
"""


@functools.cache
def signed_paper() -> bytes:
    """Return the PDF, written once for the whole load."""
    return typst.compile(PAGE.encode(), format="pdf")
