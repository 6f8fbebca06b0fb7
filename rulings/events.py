"""Everything that can happen to a ruling or a measure, as past-tense facts with a sentence each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courtcase.register.events import declare_event

declare_event("ruling.drafted", _("A draft of the ruling was begun."))
declare_event("ruling.edited", _("The draft of the ruling was changed."))
declare_event("ruling.norms_linked", _("The norms examined and their outcomes were written down."))
declare_event("ruling.citations_decided", _("Citations in the text of the draft were confirmed or rejected."))
declare_event("ruling.citation_pointed", _("Words of the draft were linked to a norm or a ruling by hand."))
declare_event("ruling.related", _("How the draft stands to another ruling was written down."))
declare_event("ruling.links_changed", _("Links of the signed ruling were changed; what was signed stays as it is."))
declare_event("ruling.petitions_linked", _("The petitions the ruling answers were written down."))
declare_event("ruling.bench_recorded", _("Who sat and who signed on paper was written down."))
declare_event("ruling.discarded", _("The draft of the ruling was discarded."))
declare_event("ruling.signed", _("The ruling was signed and numbered."))
declare_event("ruling.published", _("The ruling was published."))
declare_event("ruling.anonymised", _("What may be about private persons was decided on before publication."))
declare_event("ruling.mending_asked", _("It was asked that words of the ruling be shown otherwise."))
declare_event("ruling.mended", _("What is shown of the ruling was changed; what was signed stays as it is."))
declare_event("ruling.mending_refused", _("What is shown of the ruling stays as it was."))
declare_event("ruling.explained", _("What the ruling says was written in plain words."))
declare_event("ruling.explanation_approved", _("Another person agreed to the plain words."))
declare_event("ruling.publication_ordered", _("The publication of the ruling was ordered."))
declare_event("ruling.publication_taken_back", _("The order to publish the ruling was taken back."))
declare_event("ruling.officially_published", _("Another official publication of the ruling was written down."))
declare_event("ruling.entered", _("The ruling was entered from public sources."))
declare_event("ruling.text_entered", _("The text of the ruling was entered as its source printed it."))
declare_event("ruling.norms_entered", _("What the ruling examined was entered as its source tells it."))
declare_event("open_data.snapshot_made", _("A snapshot of everything published was given out."))
declare_event("open_data.snapshot_withdrawn", _("A snapshot was withdrawn with a passage that is not shown any more."))
declare_event(
    "open_data.snapshot_recorded_later",
    _("The checksum of a snapshot that was given out before the register held them was recorded later."),
)
declare_event(
    "figures.recorded_later",
    _("The checksum of the figures of a year that were kept before the register held them was recorded later."),
)
declare_event("figures.kept", _("The public figures of a year were kept."))
declare_event("measure.added", _("A measure that executes the ruling was written down."))
declare_event("measure.reported", _("The body that answers for the measure reported on it."))
declare_event("measure.asked", _("A body asked something of the Court about the measure."))
declare_event("measure.answered", _("The Court answered what the body asked about the measure."))
declare_event("measure.answerable_named", _("The body that answers for the measure was named."))
declare_event("measure.doer_named", _("A body that does a part of the measure was named."))
declare_event("measure.withdrawal_asked", _("It was asked that words of an entry about the measure be withdrawn."))
declare_event(
    "measure.words_withdrawn", _("Words of an entry about the measure were withdrawn; the entry stays, sealed.")
)
declare_event("measure.words_stay", _("Words of an entry about the measure stay as they were."))
declare_event("measure.confirmed", _("The Court confirmed how far the measure has come."))
