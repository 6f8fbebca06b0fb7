from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courtcase.law.models.acts import Act
from courtcase.law.models.rules import RuleRow


class Edition(RuleRow):
    """The law in force between two days: a Constitution and the Constitutional Law. The day of filing picks it."""

    name_kk = models.CharField(max_length=200, help_text="Name shown to people, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="Name shown to people, in Russian.")
    name_en = models.CharField(max_length=200, help_text="Name shown to people, in English.")
    constitution = models.ForeignKey(
        Act, on_delete=models.PROTECT, related_name="+", help_text="The Constitution whose articles are cited."
    )
    constitutional_law = models.ForeignKey(
        Act, on_delete=models.PROTECT, related_name="+", help_text="The Constitutional Law on the Court."
    )
    citizen_article = models.CharField(max_length=20, help_text="Article of the Constitution on citizens' petitions.")
    court_article = models.CharField(max_length=20, help_text="Article of the Constitution on courts' representations.")
    note_en = models.CharField(max_length=500, blank=True, help_text="For staff: what to mind with this edition.")


class FilingRoad(models.TextChoices):
    """How a kind of petitioner brings a petition."""

    PAPER_OR_SIGNED = "paper_or_signed", _("On paper, or electronically with an electronic digital signature")
    LETTERHEAD = "letterhead", _("On the institution's letterhead, by account or API")


class Question(models.TextChoices):
    """What the Court may be asked."""

    NORM = "norm", _("Examine a normative legal act for conformity with the Constitution")
    APPLIED_ACT = "applied_act", _("Examine an act that is to be applied in a case before a court")
    INTERPRETATION = "interpretation", _("Interpret the Constitution")
    TREATY = "treaty", _("Examine an international treaty before ratification")
    BILL = "bill", _("Examine a law before it is signed")
    ELECTION = "election", _("Decide whether an election was held correctly")
    REFERENDUM = "referendum", _("Decide whether a referendum was held correctly")


class PetitionerKind(RuleRow):
    """Who may petition, in one edition of the law."""

    name_kk = models.CharField(max_length=200, help_text="Name of the kind, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="Name of the kind, in Russian.")
    name_en = models.CharField(max_length=200, help_text="Name of the kind, in English.")
    files_how = models.CharField(max_length=20, choices=FilingRoad.choices, help_text="How such a petition is brought.")
    own_case_required = models.BooleanField(
        help_text="Whether the act must have been applied by a court in the petitioner's own case, within a year."
    )
    suspends_own_case = models.BooleanField(
        default=False, help_text="Whether the petitioner suspends its own case while the Court examines the act."
    )
    may_ask = models.JSONField(default=list, help_text="Codes of Question this kind may put to the Court.")
    decision_term = models.CharField(max_length=60, help_text="Code of the Term of the final decision for this kind.")
    least_signatories = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Fewest deputies who must sign; empty: one petitioner, or not seen."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in lists; lowest first.")

    class Meta(RuleRow.Meta):
        ordering = ["position", "code"]


class GroundKind(models.TextChoices):
    """What a ground is for."""

    RETURN = "return", pgettext_lazy("ground", "Return of the petition")
    REFUSAL = "refusal", pgettext_lazy("ground", "Refusal to accept")
    TERMINATION = "termination", pgettext_lazy("ground", "Termination of proceedings")


class Ground(RuleRow):
    """A ground of return, refusal or termination. The words are ours, in plain language; the article is the law's."""

    kind = models.CharField(max_length=12, choices=GroundKind.choices, help_text="return, refusal or termination.")
    number = models.CharField(max_length=8, blank=True, help_text="Number within the article; blank: not seen.")
    name_kk = models.CharField(max_length=200, blank=True, help_text="Short name for lists, in Kazakh.")
    name_ru = models.CharField(max_length=200, blank=True, help_text="Short name for lists, in Russian.")
    name_en = models.CharField(max_length=200, blank=True, help_text="Short name for lists, in English.")
    text_kk = models.TextField(blank=True, help_text="What the ground means, in Kazakh; blank: not seen, not usable.")
    text_ru = models.TextField(blank=True, help_text="What the ground means, in Russian; blank: not seen, not usable.")
    text_en = models.TextField(blank=True, help_text="What the ground means, in English; blank: not seen, not usable.")
    cure_kk = models.TextField(blank=True, help_text="How to cure the defect, in Kazakh; blank: nothing to cure.")
    cure_ru = models.TextField(blank=True, help_text="How to cure the defect, in Russian; blank: nothing to cure.")
    cure_en = models.TextField(blank=True, help_text="How to cure the defect, in English; blank: nothing to cure.")
    elsewhere_kk = models.TextField(blank=True, help_text="Where to go instead, in Kazakh.")
    elsewhere_ru = models.TextField(blank=True, help_text="Where to go instead, in Russian.")
    elsewhere_en = models.TextField(blank=True, help_text="Where to go instead, in English.")
    referrals = models.JSONField(default=list, blank=True, help_text="Codes of Referral that may help instead.")
    curable = models.BooleanField(help_text="Whether curing within the term keeps the day of first filing.")
    names_ruling = models.BooleanField(
        default=False, help_text="Whether the ground must link an earlier ruling, as “already examined” does."
    )
    is_on = models.BooleanField(default=True, help_text="Whether the ground is offered; the fee's is off.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in lists; lowest first.")

    class Meta(RuleRow.Meta):
        ordering = ["kind", "position"]

    @property
    def usable(self) -> bool:
        """Say whether staff may choose the ground: it is on, stands, and has its text in all three languages."""
        return self.is_on and self.superseded_at is None and all([self.text_kk, self.text_ru, self.text_en])


class Referral(models.Model):
    """A body that may help where the Court cannot. Contact details are the Court's to fill; none are invented."""

    code = models.CharField(max_length=60, unique=True, help_text="Stable word for the body.")
    name_kk = models.CharField(max_length=200, help_text="Name of the body, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="Name of the body, in Russian.")
    name_en = models.CharField(max_length=200, help_text="Name of the body, in English.")
    help_kk = models.CharField(max_length=500, help_text="What the body can do for a person, in Kazakh.")
    help_ru = models.CharField(max_length=500, help_text="What the body can do for a person, in Russian.")
    help_en = models.CharField(max_length=500, help_text="What the body can do for a person, in English.")
    address_kk = models.CharField(
        max_length=300, blank=True, help_text="Postal address, in Kazakh; blank: not filled yet."
    )
    address_ru = models.CharField(
        max_length=300, blank=True, help_text="Postal address, in Russian; blank: not filled yet."
    )
    address_en = models.CharField(
        max_length=300, blank=True, help_text="Postal address, in English; blank: not filled yet."
    )
    telephone = models.CharField(max_length=60, blank=True, help_text="Telephone; blank: not filled yet.")
    website = models.URLField(blank=True, help_text="Address of the site; blank: not filled yet.")
    petitions_for = models.JSONField(
        default=list,
        blank=True,
        help_text="Who may reach the Court through this body: legal_entity, foreigner, stateless.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in lists; lowest first.")

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code
