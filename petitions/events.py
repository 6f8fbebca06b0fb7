"""Everything that can happen to a petition or a case, as past-tense facts with a sentence each.

One vocabulary for the register, the timeline, the notices and the API.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.register.events import declare_event

declare_event("petition.started", _("The petition was begun."))
declare_event("petition.approval_asked", _("The head of the institution was asked to approve the petition."))
declare_event("petition.filing_approved", _("The head of the institution approved the petition for filing."))
declare_event("petition.sent_back", _("The head of the institution sent the draft back with a remark."))
declare_event("petition.approval_voided", _("The petition was changed after the approval, which is void."))
declare_event("petition.brought_by_portal", _("A portal brought the petition for the citizen."))
declare_event("petition.submitted", _("The petition is written and waits for the signature."))
declare_event("petition.reopened", _("The petition was opened again for corrections before signing."))
declare_event("petition.filed", _("The signed petition was received: it is filed."))
declare_event(
    "petition.signature_in_doubt",
    _("An electronic signature came that could not be verified; the Apparatus looks at it."),
)
declare_event("petition.assigned", _("The petition was given to a member of the Apparatus."))
declare_event("petition.registered", _("The petition was registered."))
declare_event(
    "petition.screening_begun", _("The Apparatus began to check the petition against the law's requirements.")
)
declare_event("petition.returned", _("The petition was returned."))
declare_event("petition.cure_submitted", _("The corrected petition is written and waits for the signature."))
declare_event("petition.cure_reopened", _("The correction was opened again before signing."))
declare_event("petition.cured", _("The signed correction was received; the date of first filing is kept."))
declare_event("petition.cure_lapsed", _("The term for corrections has passed."))
declare_event("petition.decision_demanded", _("The Court's own decision on the return was demanded."))
declare_event("petition.return_upheld", _("The Court upheld the return."))
declare_event("petition.return_overturned", _("The Court set the return aside."))
declare_event("petition.passed_to_chair", _("The petition was passed to the Chair of the Court to name judges."))
declare_event("petition.study_begun", _("Judges were named for the preliminary study."))
declare_event("petition.report_filed", _("A judge reported on the preliminary study."))
declare_event("petition.studied", _("The preliminary study is complete; the petition waits for the session."))
declare_event("petition.refused", _("The Court refused to accept the petition."))
declare_event("petition.accepted", _("The Court accepted the petition for constitutional proceedings."))
declare_event("petition.decided", _("The Court decided the case."))
declare_event("petition.terminated", _("The Court terminated the proceedings."))
declare_event("petition.forwarded", _("The petition was forwarded to a body that can help."))
declare_event("petition.document_added", _("A document was added to the petition."))
declare_event("petition.document_removed", _("A document was taken out before filing."))
declare_event("petition.address_changed", _("The petitioner changed the address for letters."))
declare_event("petition.code_reissued", _("A new code was given out at the desk; the old one opens nothing."))
declare_event("petition.proof_code_sent", _("A code was sent to the address on file, as a second proof."))
declare_event("petition.proof_given", _("A second proof was given: letters and documents opened in one browser."))
declare_event("petition.document_named", _("It was said anew what an attached document is."))
declare_event(
    "petition.signed_in_part", _("Some of the petitioners signed; the petition waits for the signatures of the others.")
)
declare_event("petition.petitioner_withdrew", _("One of the petitioners withdrew; the others go on."))
declare_event("petition.withdrawn", _("The petition was withdrawn."))
declare_event("petition.answer_published", _("The ruling that answers the petition was published."))
declare_event("case.opened", _("A case was opened."))
declare_event("case.petition_joined", _("A petition was joined to the case."))
declare_event("case.rapporteurs_named", _("Judge-rapporteurs were named."))
declare_event("case.decided", _("The case was decided."))
declare_event("case.terminated", _("The proceedings were terminated."))
declare_event("petition.laid_before_session", _("The petition was laid before a session of the Court."))
declare_event("case.session_called", _("A session on the case was called."))
declare_event("case.session_held", _("The session on the case was held and attendance recorded."))
declare_event("routing.changed", _("The rules of routing were changed."))
declare_event("institution.webhook_added", _("An address is told of the institution's petitions."))
declare_event("institution.webhook_secret_renewed", _("An address that is told was given a new secret."))
declare_event("institution.webhook_ended", _("An address is told of the institution's petitions no more."))
declare_event("petition.export_asked", _("A copy of everything held was asked for."))
declare_event("petition.export_taken", _("The copy of everything held was downloaded."))
declare_event("petition.account_closed", _("The account behind the petition was closed; it goes on by its code."))
declare_event("desk.client_added", _("A client was written down on a representative's desk."))
declare_event("desk.client_changed", _("What is written of a client was changed."))
declare_event("desk.client_removed", _("A client was taken off a representative's desk."))
declare_event("desk.proof_added", _("A paper that proves a representative's authority was kept."))
declare_event("desk.proof_removed", _("A paper that proves a representative's authority is kept no longer."))
