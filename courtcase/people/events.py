"""What the register can say of accounts and institutions: past-tense names, each with a sentence for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.register.events import declare_event

declare_event("leave.entered", _("Leave of a member of the Court was entered."))
declare_event("leave.taken_back", _("Leave of a member of the Court was taken back."))
declare_event("account.registered", _("The account was created."))
declare_event("account.details_changed", _("The name or telephone was changed."))
declare_event("account.language_changed", _("The language of letters was changed."))
declare_event("account.deactivated", _("The account was closed."))
declare_event("account.closed_by_owner", _("The account was closed by its owner and what was personal in it erased."))
declare_event("account.unused", _("The owner was told that an account nobody uses will be closed."))
declare_event(
    "account.closed_unused", _("The account was closed, for nobody used it, and what was personal in it erased.")
)
declare_event("account.sessions_ended", _("Sessions on other machines were ended."))
declare_event("account.email_changed", _("The e-mail was changed."))
declare_event("account.password_changed", _("The password was changed."))
declare_event("account.password_recovered", _("A new password was set by recovery."))
declare_event("account.phone_confirmed", _("The telephone was confirmed by a code: one can sign in by it."))
declare_event(
    "account.phone_lost", _("The telephone was confirmed by another account: one cannot sign in by it any more.")
)
declare_event("account.signed_in_by_phone", _("Somebody signed in by a code sent to the telephone."))
declare_event("account.identity_linked", _("The account was linked with the Court's sign-in service."))
declare_event("account.identity_unlinked", _("The account was separated from the Court's sign-in service."))
declare_event("account.signed_in_by_provider", _("Somebody signed in by the Court's sign-in service."))
declare_event("account.signed_out_by_provider", _("The Court's sign-in service ended sessions."))
declare_event("account.second_factor_added", _("A second factor was added."))
declare_event("account.second_factor_removed", _("A second factor was removed."))
declare_event("account.recovery_codes_made", _("New recovery codes were made."))
declare_event("account.role_granted", _("A role was granted."))
declare_event("account.role_revoked", _("A role was taken away."))
declare_event("institution.created", _("The institution was entered."))
declare_event("institution.officer_offered", _("Somebody was offered to act for the institution."))
declare_event("institution.offer_closed", _("An offer to act for the institution was answered or taken back."))
declare_event("institution.program_admitted", _("A program was let in to file for the institution."))
declare_event("institution.token_renewed", _("A program of the institution was given a new token."))
declare_event("institution.token_ended", _("A token of a program of the institution was ended."))
declare_event("institution.named_portal", _("The institution keeps a portal by which citizens file."))
