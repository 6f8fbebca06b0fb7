"""What tests of electronic signing stand on: an authority that is trusted here, and people with its certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.signatures.authority import Holder, Wish, authority, container, issue, revocation_list, rsa_key

PERSON = {
    "full_name": "Үлгі Мысалқызы",
    "iin": "850101300015",
    "residence": "Astana, Example street 1",
    "region": "71",
    "phone": "",
    "email": "",
}


@dataclass
class Trusted:
    """The authority this installation trusts, and its folders."""

    root: Holder
    anchors: Path
    crls: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return what lets processes of their own trust this authority."""
        return {"COURTCASE_TRUST_ANCHORS": str(self.anchors), "COURTCASE_CRL_FOLDER": str(self.crls)}

    def signer(self, **wishes: Any) -> Holder:
        """Return somebody with a certificate of the authority."""
        now = timezone.now()
        times = {"since": now - timedelta(days=9), "until": now + timedelta(days=9)}
        return issue(rsa_key(7), Wish(**{**times, **wishes}), issuer=self.root)

    def publish(self, *revoked: Holder, days: int = 1) -> None:
        """Write the list of revoked certificates, good for so many days (negative: stale)."""
        now = timezone.now()
        until = now + timedelta(days=days)
        made = revocation_list(self.root, *revoked, since=now - timedelta(days=5), until=until)
        (self.crls / "root.crl").write_bytes(made.dump())


def founded(folder: Path) -> Trusted:
    """Return a fresh authority with an empty list of revoked certificates, in folders below `folder`."""
    now = timezone.now()
    root = authority(rsa_key(6), since=now - timedelta(days=99), until=now + timedelta(days=99))
    anchors, crls = folder / "anchors", folder / "crls"
    anchors.mkdir()
    crls.mkdir()
    (anchors / "root.cer").write_bytes(root.certificate.dump())
    made = Trusted(root, anchors, crls)
    made.publish()
    return made


def trusted(folder: Path, settings: Any) -> Trusted:
    """Let this installation trust a fresh authority."""
    made = founded(folder)
    settings.TRUST_ANCHORS, settings.CRL_FOLDER = str(made.anchors), str(made.crls)
    return made


def signature_file(content: bytes, *holders: Holder, **wishes: Any) -> SimpleUploadedFile:
    """Return an upload of a container over `content`."""
    return SimpleUploadedFile("petition.pdf.p7s", container(content, *holders, **wishes))
