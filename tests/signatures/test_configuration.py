from __future__ import annotations

from pathlib import Path
from typing import Any

from asn1crypto import pem

from courtcase.signatures import configuration
from tests.signatures.authority import authority, ec_key, revocation_list, rsa_key


class TestFolders:
    def test_pem_and_der_are_read_and_what_is_neither_is_left_out(self, tmp_path: Path, settings: Any) -> None:
        first, second = authority(rsa_key(2)), authority(ec_key(), name="Second")
        (tmp_path / "a.cer").write_bytes(first.certificate.dump())
        (tmp_path / "b.pem").write_bytes(pem.armor("CERTIFICATE", second.certificate.dump()))
        (tmp_path / "notes.txt").write_text("not a certificate")
        settings.TRUST_ANCHORS = str(tmp_path)
        assert {one.dump() for one in configuration.anchors()} == {first.certificate.dump(), second.certificate.dump()}

    def test_a_list_that_is_replaced_is_read_anew(self, tmp_path: Path, settings: Any) -> None:
        root = authority(rsa_key(2))
        settings.CRL_FOLDER = str(tmp_path)
        assert configuration.revocation().crls == ()
        (tmp_path / "root.crl").write_bytes(revocation_list(root).dump())
        assert len(configuration.revocation().crls) == 1
        (tmp_path / "root.crl").write_bytes(revocation_list(root, root).dump())
        assert len(configuration.revocation().crls[0]["tbs_cert_list"]["revoked_certificates"]) == 1

    def test_nothing_is_set_up_without_a_folder(self, settings: Any) -> None:
        settings.TRUST_ANCHORS, settings.OCSP_URL = "", ""
        assert not configuration.is_set_up()
        settings.TRUST_ANCHORS = "/no/such/folder"
        assert not configuration.is_set_up()
        assert configuration.revocation().ask is None
