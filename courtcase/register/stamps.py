"""Time stamps of an authority outside the Court (RFC 3161): asking in its form, and verifying what it answered."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from courtcase.register.models import DailyRoot, RootStamp
from courtcase.register.witness import imprint_of, text_of


class StampRefused(Exception):
    """The bytes are no time stamp, of something else, or of an authority that is not trusted."""


def request_for(root: DailyRoot) -> tuple[bytes, int]:
    """Return a request for a stamp on `root` (TimeStampReq, DER) and the nonce that the answer has to repeat."""
    builder = TimestampRequestBuilder().data(text_of(root)).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    return request.as_bytes(), int(request.nonce or 0)


def read(response: bytes) -> TimeStampResponse:
    """Return an answer of an authority (TimeStampResp, DER). Raises StampRefused where it is none, or grants nothing."""
    try:
        answer = decode_timestamp_response(response)
        _ = answer.tst_info
    except (ValueError, AttributeError) as error:
        raise StampRefused("not a time stamp") from error
    return answer


def stamped_at(response: bytes, *, imprint: bytes, trusted: str, nonce: int | None = None) -> datetime:
    """Return the instant of a stamp on `imprint` (SHA-256) that an authority of the file `trusted` (PEM) signed.

    The authority's certificates must have been valid at that instant, as they need not be today. Raises StampRefused.
    """
    answer = read(response)
    builder = VerifierBuilder(roots=list(authorities(trusted)), nonce=nonce)
    try:
        builder.build().verify(answer, imprint)
    except (VerificationError, ValueError) as error:
        raise StampRefused(str(error)) from error
    return answer.tst_info.gen_time


def authorities(path: str) -> tuple[Certificate, ...]:
    """Return the certificates of a PEM file. Raises StampRefused where there are none."""
    try:
        return read_authorities(path, Path(path).stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise StampRefused("the certificates of the authority cannot be read") from error


@lru_cache(maxsize=4)
def read_authorities(path: str, _changed: int) -> tuple[Certificate, ...]:
    """Return the certificates of a PEM file, read again once it changed. Raises OSError, ValueError."""
    return tuple(load_pem_x509_certificates(Path(path).read_bytes()))


def root_beneath(response: bytes) -> DailyRoot | None:
    """Return the published root that a stamp is on; None where it is on none of them. Raises StampRefused."""
    answer = read(response)
    imprint = bytes(answer.tst_info.message_imprint.message)
    return next((root for root in DailyRoot.objects.order_by("-day").iterator() if imprint_of(root) == imprint), None)


def check_stored() -> int:
    """Verify every stamp the register keeps and return how many there are. Raises StampRefused at the first that is false.

    Where no authority is named (any more), only what a stamp is on is compared.
    """
    count = 0
    for stamp in RootStamp.objects.select_related("root").order_by("pk").iterator():
        response, imprint = bytes(stamp.response), imprint_of(stamp.root)
        if bytes(read(response).tst_info.message_imprint.message) != imprint:
            raise StampRefused(f"the stamp of {stamp.authority} is not on the root of {stamp.root_id}")
        if settings.TIMESTAMP_CERTIFICATES:
            stamped_at(response, imprint=imprint, trusted=settings.TIMESTAMP_CERTIFICATES)
        count += 1
    return count
