"""Everything that can happen to a petition or a case, as past-tense facts with a sentence each.

One vocabulary for the register, the timeline, the notices and the API.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.register.events import declare_event

# Told in no copy that a petitioner takes: what colleagues note of a check is the Apparatus's own affair, and what links two
# petitions names another's. A return that is prepared tells nobody outside anything until its letter leaves.
STAFF_NOTED = "petition.staff_noted"
STAFF_ONLY = frozenset(
    {
        STAFF_NOTED,
        "petition.notice_came_back",
        "petition.point_noted",
        "petition.linked",
        "petition.unlinked",
        "petition.stacked",
        "petition.unstacked",
        "petition.standing_prepared",
        "petition.standing_undone",
        "petition.return_prepared",
        "petition.return_undone",
        "petition.return_agreed",
        "petition.return_objected",
        "petition.letter_signed",
        "petition.reading_asked",
        "petition.reading_granted",
        "petition.reading_refused",
    }
)

declare_event("petition.started", _("The petition was begun."))
declare_event("petition.approval_asked", _("The head of the institution was asked to approve the petition."))
declare_event("petition.filing_approved", _("The head of the institution approved the petition for filing."))
declare_event("petition.sent_back", _("The head of the institution sent the draft back with a remark."))
declare_event("petition.approval_voided", _("The petition was changed after the approval, which is void."))
declare_event("petition.brought_by_portal", _("A portal brought the petition for the citizen."))
declare_event("institution.petitions_exported", _("The list of the institution's petitions was taken as a file."))
declare_event("petition.submitted", _("The petition is written and waits for the signature."))
declare_event("petition.reopened", _("The petition was opened again for corrections before signing."))
declare_event("petition.filed", _("The signed petition was received: it is filed."))
declare_event(
    "petition.signature_in_doubt",
    _("An electronic signature came that could not be verified; the Apparatus looks at it."),
)
declare_event("petition.assigned", _("The petition was given to a member of the Apparatus."))
declare_event("petition.handed_over", _("The petition was handed over to a colleague."))
declare_event("petition.given_back", _("The petition was given back to the colleague who handed it over."))
declare_event("petition.taken_back", _("The handing over was undone by the head of intake."))
declare_event("petition.unrouted", _("No rule of routing took the petition; it waits in the default queue."))
declare_event("petition.registered", _("The petition was registered."))
declare_event(
    "petition.screening_begun", _("The Apparatus began to check the petition against the law's requirements.")
)
declare_event("petition.point_noted", _("A point of the check was noted."))
declare_event("petition.linked", _("It was decided that another petition belongs to this one or repeats it."))
declare_event("petition.unlinked", _("The link with another petition was undone."))
declare_event("petition.stacked", _("The petition was laid on a stack with others, to be answered together."))
declare_event("petition.unstacked", _("The petition was taken off its stack."))
declare_event("petition.standing_prepared", _("One reply to several petitions was prepared; it has not left yet."))
declare_event("petition.standing_undone", _("The prepared reply to several petitions was undone."))
declare_event("petition.returned", _("The petition was returned."))
declare_event("petition.return_prepared", _("A return was prepared; it has not left yet."))
declare_event("petition.return_undone", _("The prepared return was undone; the check goes on."))
declare_event("petition.return_agreed", _("A second reader agreed to the return before it left."))
declare_event("petition.return_objected", _("A second reader sent the prepared return back."))
declare_event("petition.letter_signed", _("A letter was signed and given its number of the outgoing register."))
declare_event("petition.letter_sent", _("A letter of the Court left."))
declare_event("petition.letter_failed", _("A letter did not arrive by the road it took, and goes by post."))
declare_event("petition.notice_came_back", _("An e-mail about the petition came back: it could not be delivered."))
declare_event("letters.rule_changed", _("How returns and letters leave was configured anew."))
declare_event("letters.template_written", _("The text of a letter was written anew."))
declare_event("petition.cure_submitted", _("The corrected petition is written and waits for the signature."))
declare_event("petition.cure_reopened", _("The correction was opened again before signing."))
declare_event("petition.cured", _("The signed correction was received; the date of first filing is kept."))
declare_event("petition.cure_lapsed", _("The term for corrections has passed."))
declare_event("petition.decision_demanded", _("The Court's own decision on the return was demanded."))
declare_event("petition.return_upheld", _("The Court upheld the return."))
declare_event("petition.return_overturned", _("The Court set the return aside."))
declare_event("petition.danger_raised", _("The alarm was raised: danger to life or torture."))
declare_event("petition.danger_forwarded", _("The petition was forwarded to the prosecutor because of the danger."))
declare_event("petition.danger_ended", _("The alarm of danger was ended with a reason."))
declare_event("petition.passed_to_chair", _("The petition was passed to the Chair of the Court to name judges."))
declare_event("petition.study_begun", _("Judges were named for the preliminary study."))
declare_event("petition.study_judge_replaced", _("A judge named for the preliminary study was replaced."))
declare_event("petition.study_left", _("A judge studies the petition no longer."))
declare_event("petition.bench_changed", _("A judge of the session that the petition stands before was replaced."))
declare_event("petition.session_put_off", _("The session that the petition stood before was put off."))
declare_event("petition.report_filed", _("A judge reported on the preliminary study."))
declare_event("petition.studied", _("The preliminary study is complete; the petition waits for the session."))
declare_event("petition.refused", _("The Court refused to accept the petition."))
declare_event("petition.accepted", _("The Court accepted the petition for constitutional proceedings."))
declare_event("petition.joined", _("The case was joined to another; both are decided together."))
declare_event("petition.severed", _("The petition was taken into a case of its own."))
declare_event("petition.term_extended", _("The Court extended the term of its decision."))
declare_event("petition.suspended", _("The Court suspended the proceedings."))
declare_event("petition.resumed", _("The Court resumed the proceedings."))
declare_event("petition.decided", _("The Court decided the case."))
declare_event("petition.terminated", _("The Court terminated the proceedings."))
declare_event("petition.forwarded", _("The petition was forwarded to a body that can help."))
declare_event("petition.forwarding_agreed", _("It was agreed that the body to which it is forwarded may read it."))
declare_event("petition.forwarding_consent_withdrawn", _("The consent that another body reads it was taken back."))
declare_event("petition.later_notices_agreed", _("It was agreed that the Court writes when a norm of it falls later."))
declare_event(
    "petition.later_notices_declined", _("The consent to letters about a norm that falls later was taken back.")
)
declare_event("petition.forwarding_taken", _("The body to which the petition was forwarded took it."))
declare_event("petition.forwarding_not_ours", _("The body to which the petition was forwarded cannot help with it."))
declare_event("petition.forwarded_to_you", _("The body was told that the petition was forwarded to it."))
declare_event("petition.document_added", _("A document was added to the petition."))
declare_event("petition.paper_entered", _("A signed paper that came was entered for the petitioner."))
declare_event("petition.document_removed", _("A document was taken out before filing."))
declare_event("petition.draft_link_sent", _("The way back to the draft was sent in a message."))
declare_event("petition.draft_link_used", _("The draft was opened by the link of a message."))
declare_event("petition.help_asked", _("A code for help by phone was made."))
declare_event("petition.help_opened", _("The Petitions Reception Centre opened the draft to help by phone."))
declare_event("petition.text_proposed", _("The Petitions Reception Centre proposed words for the draft."))
declare_event("petition.proposal_decided", _("The petitioner decided about the proposed words."))
declare_event("petition.help_ended", _("The help by phone was ended."))
declare_event("petition.draft_erased", _("A draft that was never filed was erased when its time was over."))
declare_event("petition.address_changed", _("The petitioner changed the address for letters."))
declare_event("petition.code_reissued", _("A new code was given out at the desk; the old one opens nothing."))
declare_event(STAFF_NOTED, _("A member of the Apparatus wrote a note for colleagues."))
declare_event("petition.proof_code_sent", _("A code was sent to the address on file, as a second proof."))
declare_event("petition.proof_given", _("A second proof was given: letters and documents opened in one browser."))
declare_event("petition.document_named", _("It was said anew what an attached document is."))
declare_event(
    "petition.signed_in_part", _("Some of the petitioners signed; the petition waits for the signatures of the others.")
)
declare_event("petition.petitioner_withdrew", _("One of the petitioners withdrew; the others go on."))
declare_event("petition.withdrawn", _("The petition was withdrawn."))
declare_event("petition.answer_published", _("The ruling that answers the petition was published."))
declare_event("petition.norm_fell", _("A norm the petition is about fell by a ruling of the Court."))
declare_event("petition.norm_changed", _("A norm the petition contests was changed or decided on elsewhere."))
declare_event("case.opened", _("A case was opened."))
declare_event("case.petition_joined", _("A petition was joined to the case."))
declare_event("case.rapporteurs_named", _("Judge-rapporteurs were named."))
declare_event("case.rapporteur_left", _("A judge-rapporteur was relieved."))
declare_event("case.joined", _("The case was joined to another."))
declare_event("case.severed", _("A petition was taken out of the case into one of its own."))
declare_event("case.extended", _("The term of the decision was extended."))
declare_event("case.suspended", _("The proceedings were suspended."))
declare_event("case.resumed", _("The proceedings were resumed."))
declare_event("case.decided", _("The case was decided."))
declare_event("case.terminated", _("The proceedings were terminated."))
declare_event("case.paper_filed", _("A paper was filed in the case."))
declare_event("case.paper_opened", _("A paper was opened to the participants of the case."))
declare_event("case.information_requested", _("A body was asked for information or an opinion."))
declare_event("case.information_answered", _("The answer of a body was filed."))
declare_event("case.participant_admitted", _("Somebody was admitted to take part in the case."))
declare_event("case.participation_ended", _("Somebody takes part in the case no longer."))
declare_event("case.step_planned", _("A step was added to the plan of preparation."))
declare_event("case.step_done", _("A step of the plan of preparation was done."))
declare_event("petition.laid_before_session", _("The petition was laid before a session of the Court."))
declare_event("case.session_called", _("A session on the case was called."))
declare_event("case.recusal_asked", _("The recusal of a judge was asked for."))
declare_event("case.recusal_decided", _("The recusal of a judge was decided."))
declare_event("case.passed_to_plenary", _("The panel passed a question on to the plenary."))
declare_event("case.norm_changed", _("A norm contested in the case was changed or decided on elsewhere."))
declare_event("case.file_asked", _("The file of the case was asked for as one PDF."))
declare_event("case.summoned", _("Those who take part were summoned to a session."))
declare_event("petition.summoned", _("The petitioner was summoned to a session."))
declare_event("case.bench_changed", _("A judge of the bench of a session was replaced."))
declare_event("case.session_adjourned", _("A session on the case was put off."))
declare_event("case.adjourned", _("A session on the case was put off; those who take part were told."))
declare_event("petition.adjourned", _("A session on the case was put off; the petitioner was told."))
declare_event("case.minutes_filed", _("The minutes of a session were filed."))
declare_event("case.session_held", _("The session on the case was held and attendance recorded."))
declare_event("routing.changed", _("The rules of routing were changed."))
declare_event("petition.searched", _("Petitions were searched for by a word said at the desk."))
declare_event("queue.bulk_begun", _("One action on many petitions was begun."))
declare_event("queue.bulk_taken", _("The papers of many petitions were downloaded as one file."))
declare_event("audit.sample_drawn", _("An auditor drew a sample of petitions."))
declare_event("petition.reading_asked", _("An auditor asked to read the petition, and said why."))
declare_event("petition.reading_granted", _("The auditor may read the petition for some days."))
declare_event("petition.reading_refused", _("The auditor was refused a reading of the petition."))
declare_event("list.export_asked", _("A list of petitions was asked for as a file."))
declare_event("list.export_taken", _("A list of petitions was downloaded as a file."))
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
