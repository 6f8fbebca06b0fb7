"""The roles of the Court and of those who come to it. What a role may do is `matrix.csv`; where, is the grant's scope."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """A role an account is granted, for a time and sometimes for one institution, team or case only."""

    CITIZEN = "citizen", pgettext_lazy("role", "Citizen")
    REPRESENTATIVE = "representative", pgettext_lazy("role", "Representative of a petitioner")
    INSTITUTION_OFFICER = "institution_officer", pgettext_lazy("role", "Officer of an institution")
    INSTITUTION_HEAD = "institution_head", pgettext_lazy("role", "Head of an institution")
    CONSULTANT = "consultant", pgettext_lazy("role", "Consultant of the reception centre")
    CLERK = "clerk", pgettext_lazy("role", "Clerk")
    HEAD_OF_INTAKE = "head_of_intake", pgettext_lazy("role", "Head of intake")
    REGISTRAR = "registrar", pgettext_lazy("role", "Registrar of correspondence")
    JUDGE = "judge", pgettext_lazy("role", "Judge")
    ASSISTANT = "assistant", pgettext_lazy("role", "Judge's assistant")
    SECRETARY = "secretary", pgettext_lazy("role", "Secretary of session")
    CHAIR = "chair", pgettext_lazy("role", "Chair")
    DEPUTY_CHAIR = "deputy_chair", pgettext_lazy("role", "Deputy Chair")
    PUBLISHER = "publisher", pgettext_lazy("role", "Publisher")
    EXECUTION_OFFICER = "execution_officer", pgettext_lazy("role", "Execution officer")
    PARTICIPANT = "participant", pgettext_lazy("role", "Participant of a case")
    AUDITOR = "auditor", pgettext_lazy("role", "Auditor")
    DATA_PROTECTION_OFFICER = "data_protection_officer", pgettext_lazy("role", "Data-protection officer")
    MACHINE = "machine", pgettext_lazy("role", "Machine client")
    PORTAL = "portal", pgettext_lazy("role", "Program of a portal, for citizens")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Administrator")


# Pseudo-roles: nobody is granted them, everybody of that kind has them. They stand in the matrix beside the roles.
NOBODY = "nobody"  # an anonymous visitor; whatever is open to nobody is open to all
ACCOUNT = "account"  # whoever is signed in, even when every role was revoked
HOLDER = "holder"  # whoever proved to hold the code of a petition
SYSTEM = "system"  # the system itself: its tasks and commands
PSEUDO_ROLES = frozenset({NOBODY, ACCOUNT, HOLDER, SYSTEM})

STAFF = frozenset(
    {
        Role.CONSULTANT,
        Role.CLERK,
        Role.HEAD_OF_INTAKE,
        Role.REGISTRAR,
        Role.JUDGE,
        Role.ASSISTANT,
        Role.SECRETARY,
        Role.CHAIR,
        Role.DEPUTY_CHAIR,
        Role.PUBLISHER,
        Role.EXECUTION_OFFICER,
        Role.AUDITOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.ADMINISTRATOR,
    }
)
BENCH = frozenset({Role.JUDGE, Role.CHAIR, Role.DEPUTY_CHAIR})
# Programs, which sign in by a token.
PROGRAMS = frozenset({Role.MACHINE, Role.PORTAL})
OF_INSTITUTION = frozenset({Role.INSTITUTION_OFFICER, Role.INSTITUTION_HEAD})
