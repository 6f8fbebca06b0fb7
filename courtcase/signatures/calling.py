"""One POST to an address that the environment names, of which nothing but a 200 is an answer."""

from __future__ import annotations

from courtcase.calling import call


def post(url: str, body: bytes, *, content_type: str, longest: int) -> bytes:
    """Return the body of a 200 answer of at most `longest` bytes; raises OSError for anything else."""
    answer = call(url, body=body, headers={"Content-Type": content_type}, longest=longest)
    if answer.status != 200:
        raise OSError(f"answered {answer.status}")
    return answer.body
