"""What happens to kept personal data, as past-tense facts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.register.events import declare_event

declare_event("disposal.proposed", _("A list of what has reached the end of its term was proposed for destruction."))
declare_event("disposal.confirmed", _("A second person confirmed the list for destruction."))
declare_event("disposal.rejected", _("A second person rejected the list for destruction."))
declare_event("disposal.done", _("The list for destruction was carried out."))
declare_event(
    "petition.disposed", _("The words and files of the petition were destroyed at the end of their term of keeping.")
)
declare_event("data_request.asked", _("A person asked about the personal data held of them."))
declare_event("data_request.answered", _("The request about personal data was answered."))
declare_event("case.disposed", _("The papers of the case were destroyed at the end of their term of keeping."))
declare_event("petition.data_blocked", _("Personal data in the petition was blocked at a person's request."))
declare_event("petition.data_unblocked", _("The block on personal data in the petition was lifted."))
declare_event("keeping.change_proposed", _("Another period of keeping was proposed."))
declare_event("keeping.change_confirmed", _("A second person confirmed another period of keeping."))
declare_event("keeping.change_rejected", _("A second person rejected another period of keeping."))
