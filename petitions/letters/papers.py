"""Letters on paper: on the letterhead, and the certificate that says what was sent, when and how."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from courtcase.documents.pdf import render_pdf
from courtcase.frame.dates import court_time
from courtcase.law.reasons import explain
from courtcase.people.roles import Role
from petitions.letters.grammar import Text
from petitions.letters.received import Told, deliveries_of
from petitions.letters.values import printed
from petitions.models import Letter


def letter_pdf(letter: Letter, text: Text) -> bytes:
    """Return a letter on the Court's letterhead, in its own language; the same bytes for the same letter."""
    with override(letter.language):
        signer = letter.signed_by.full_name if letter.signed_by else ""
        data = {
            "title": text.title,
            "number": letter.number or "—",
            "date": printed(letter.numbered_on),
            "addressee": [],
            "paragraphs": list(text.paragraphs),
            "signer_post": str(Role.HEAD_OF_INTAKE.label) if signer else "",
            "signer": signer,
            "synthetic": letter.petition.synthetic,
            "footer": letter.number,
        }
    return render_pdf("letter", data, letter.language, written_at=letter.sent_at or letter.prepared_at)


def certificate_pdf(letter: Letter, text: Text, *, day: date) -> bytes:
    """Return the certificate of service of a letter that left: its number, digest, and each sending with its outcome."""
    with override(letter.language):
        sent = [sending_line(one) for one in deliveries_of(letter)]
        paragraphs = [
            _("Letter No. %(number)s of %(day)s about petition %(petition)s left on %(time)s.")
            % {
                "number": letter.number,
                "day": printed(letter.numbered_on),
                "petition": letter.petition.register_number,
                "time": court_time(letter.sent_at),
            },
            *sent,
            _("SHA-256 of its words: %(digest)s.") % {"digest": sha256(str(text).encode()).hexdigest()},
        ]
        data = {
            "title": _("Certificate of service"),
            "number": letter.number,
            "date": printed(day),
            "addressee": [],
            "paragraphs": paragraphs,
            "signer_post": "",
            "signer": "",
            "synthetic": letter.petition.synthetic,
        }
    return render_pdf("letter", data, letter.language)


def sending_line(sending: Told) -> str:
    """Return a sentence on one sending, and when it counts as received, in the active language."""
    notice, came = sending.notice, sending.received
    line = _("%(channel)s: %(state)s, %(time)s.") % {
        "channel": notice.get_channel_display(),
        "state": notice.get_state_display(),
        "time": court_time(notice.settled_at or notice.created_at),
    }
    if came is None:
        return line
    line = f"{line} {explain(came.reason())}"
    if came.rule.citable:
        return line
    return line + " " + _("It is a rule of this site; the Court has not confirmed it yet.")
