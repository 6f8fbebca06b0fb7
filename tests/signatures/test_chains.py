from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from courtcase.signatures.verdicts import Outcome
from tests.signatures.authority import (
    NOW,
    YEAR,
    Holder,
    Wish,
    authority,
    container,
    ec_key,
    gost_key,
    issue,
    revocation_list,
    rsa_key,
)
from tests.signatures.test_verification import CONTENT, found, reason

INVALID, CANNOT_TELL = Outcome.INVALID, Outcome.CANNOT_TELL


def judged(signer: Holder, *roots: Holder, **wishes: Any) -> tuple[Outcome, str]:
    """Return what is said of a container of the signer, with lists of all authorities above."""
    authorities = [*roots]
    link = signer.issuer
    while link is not None:
        authorities.append(link)
        link = link.issuer
    lists = wishes.pop("crls", [revocation_list(one) for one in authorities])
    return reason(found(container(CONTENT, signer), *roots, crls=lists, **wishes))


@pytest.fixture
def root() -> Holder:
    return authority(rsa_key(2))


class TestTheSigner:
    @pytest.mark.parametrize(
        ("wishes", "said"),
        [
            ({"until": NOW - timedelta(seconds=1)}, "expired"),
            ({"since": NOW + timedelta(seconds=1)}, "not_yet_valid"),
            ({"usages": frozenset({"key_encipherment"})}, "not_for_signing"),
            ({"purposes": ("client_auth", "1.2.398.3.3.4.1.1")}, "not_for_signing"),
            ({"purposes": ()}, "not_for_signing"),
        ],
    )
    def test_a_certificate_that_may_not_sign_now_is_refused(
        self, root: Holder, wishes: dict[str, Any], said: str
    ) -> None:
        assert judged(issue(ec_key(), Wish(**wishes), issuer=root), root) == (INVALID, said)

    def test_a_critical_rule_nobody_knows_cannot_be_told(self, root: Holder) -> None:
        signer = issue(ec_key(), Wish(critical=("1.2.3.4.5",)), issuer=root)
        assert judged(signer, root) == (CANNOT_TELL, "unknown_extension")

    def test_the_iin_is_read_only_where_it_is_one(self, root: Holder) -> None:
        signer = issue(ec_key(), Wish(iin="12345", bin="990140000385"), issuer=root)
        verdict = found(container(CONTENT, signer), root)
        assert verdict.signers[0].signer is not None
        assert (verdict.signers[0].signer.iin, verdict.signers[0].signer.bin) == ("", "990140000385")


class TestTheChain:
    def test_it_may_lead_over_another_authority(self, root: Holder) -> None:
        between = authority(gost_key(512), issuer=root, name="Issuing authority")
        assert judged(issue(ec_key(), Wish(), issuer=between), root) == (Outcome.VALID, "")

    def test_an_authority_nobody_trusts_is_refused(self, root: Holder) -> None:
        other = authority(rsa_key(3), name="Another authority")
        assert judged(issue(ec_key(), Wish(), issuer=other), root) == (INVALID, "unknown_issuer")

    def test_one_that_takes_the_name_of_a_trusted_one_is_refused(self, root: Holder) -> None:
        assert judged(issue(ec_key(), Wish(), issuer=authority(rsa_key(3))), root)[0] == INVALID

    def test_a_certificate_signs_for_itself_only_where_it_is_an_anchor(self, root: Holder) -> None:
        alone = issue(ec_key(), Wish())
        alone.issuer = alone
        made = container(CONTENT, Holder(alone.key, alone.certificate, root))
        assert reason(found(made, root)) == (INVALID, "unknown_issuer")

    def test_a_person_issues_nothing(self, root: Holder) -> None:
        person = issue(rsa_key(4), Wish(name="Person"), issuer=root)
        assert judged(issue(ec_key(), Wish(), issuer=person), root) == (INVALID, "bad_chain")

    def test_an_authority_without_the_right_to_sign_certificates_issues_nothing(self, root: Holder) -> None:
        between = authority(rsa_key(4), issuer=root, name="Between", usages=frozenset({"crl_sign"}))
        assert judged(issue(ec_key(), Wish(), issuer=between), root) == (INVALID, "bad_chain")

    def test_the_length_an_authority_allows_is_held(self) -> None:
        root = authority(rsa_key(2), longest=0)
        assert judged(issue(ec_key(), Wish(), issuer=root), root) == (Outcome.VALID, "")
        between = authority(rsa_key(4), issuer=root, name="Between")
        assert judged(issue(ec_key(), Wish(), issuer=between), root) == (INVALID, "bad_chain")

    def test_an_expired_authority_issues_nothing(self, root: Holder) -> None:
        between = authority(rsa_key(4), issuer=root, name="Between", until=NOW - YEAR / 2)
        assert judged(issue(ec_key(), Wish(), issuer=between), root) == (INVALID, "expired")

    def test_without_anchors_nothing_is_trusted(self, root: Holder) -> None:
        assert judged(issue(ec_key(), Wish(), issuer=root)) == (INVALID, "unknown_issuer")

    def test_short_keys_and_given_up_digests_are_obsolete(self, root: Holder) -> None:
        weak = issue(rsa_key(5, bits=1024), Wish(), issuer=root)
        assert judged(weak, root) == (INVALID, "obsolete_algorithm")


class TestRevocation:
    def test_a_revoked_certificate_is_refused(self, root: Holder) -> None:
        signer = issue(ec_key(), Wish(), issuer=root)
        assert judged(signer, root, crls=[revocation_list(root, signer)]) == (INVALID, "revoked")

    def test_a_revoked_authority_is_refused(self, root: Holder) -> None:
        between = authority(rsa_key(4), issuer=root, name="Between")
        lists = [revocation_list(root, between), revocation_list(between)]
        assert judged(issue(ec_key(), Wish(), issuer=between), root, crls=lists) == (INVALID, "revoked")

    def test_a_stale_list_cannot_tell_but_still_tells_of_the_revoked(self, root: Holder) -> None:
        signer = issue(ec_key(), Wish(), issuer=root)
        times = {"since": NOW - timedelta(days=9), "until": NOW - timedelta(days=1)}
        assert judged(signer, root, crls=[revocation_list(root, **times)]) == (CANNOT_TELL, "stale_revocation")
        assert judged(signer, root, crls=[revocation_list(root, signer, **times)]) == (INVALID, "revoked")

    def test_no_list_cannot_tell(self, root: Holder) -> None:
        assert judged(issue(ec_key(), Wish(), issuer=root), root, crls=[]) == (CANNOT_TELL, "no_revocation")

    def test_a_list_that_somebody_else_signed_tells_nothing(self, root: Holder) -> None:
        signer = issue(ec_key(), Wish(), issuer=root)
        forged = revocation_list(authority(rsa_key(3)))
        assert judged(signer, root, crls=[forged]) == (CANNOT_TELL, "no_revocation")

    def test_the_newest_list_counts(self, root: Holder) -> None:
        signer = issue(ec_key(), Wish(), issuer=root)
        old = revocation_list(root, since=NOW - timedelta(days=2))
        assert judged(signer, root, crls=[old, revocation_list(root, signer)]) == (INVALID, "revoked")
