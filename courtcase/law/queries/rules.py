"""Rules picked by a legal day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from courtcase import rows
from courtcase.law.models import AreaOfLaw, Edition, Ground, PetitionerKind, ReceiptRule, Referral, Rule, Series, Term

# What `RuleRowQuerySet.on` asks, for the one rule that every filing reads.
IN_FORCE = "applies_from <= %s AND (applies_to IS NULL OR applies_to >= %s) AND superseded_at IS NULL"


def edition_on(day: date) -> Edition:
    """Return the edition of the law in force on the legal day `day`; raises Edition.DoesNotExist before 01.01.2023."""
    found = rows.read(Edition, IN_FORCE, [day, day])
    if found is None:
        raise Edition.DoesNotExist
    return found


def petitioner_kinds_on(day: date) -> QuerySet[PetitionerKind]:
    """Return the kinds of petitioner a petition filed on the legal day `day` may come from, in the order of lists."""
    return PetitionerKind.objects.on(day)


def petitioner_kind_on(code: str, day: date) -> PetitionerKind:
    """Return the kind `code` on the legal day of filing; raises PetitionerKind.DoesNotExist if it may not file then."""
    found = rows.read(PetitionerKind, f"code = %s AND {IN_FORCE}", [code, day, day])
    if found is None:
        raise PetitionerKind.DoesNotExist
    return found


def grounds_on(*, kind: str, day: date, usable: bool = True) -> QuerySet[Ground]:
    """Return the grounds of `kind` (return, refusal, termination) that apply on the legal day `day`.

    With `usable` (the default) only those staff may choose: switched on and with a text in all three languages.
    Their article may be cited to the petitioner as law only where `ground.citable` says so.
    """
    found = Ground.objects.on(day).filter(kind=kind)
    return found.filter(is_on=True).exclude(text_kk="").exclude(text_ru="").exclude(text_en="") if usable else found


def ground_on(code: str, day: date) -> Ground:
    """Return the ground `code` on the legal day `day`; raises Ground.DoesNotExist."""
    return Ground.objects.on(day).get(code=code)


def term_on(code: str, day: date) -> Term:
    """Return the term `code` as it stands on the legal day of the step; raises Term.DoesNotExist."""
    return Term.objects.on(day).get(code=code)


def rule_is_on(code: str, day: date) -> bool:
    """Say whether the on/off rule `code` is applied on the legal day `day`; a rule we do not hold is off."""
    return Rule.objects.on(day).filter(code=code, is_on=True).exists()


def receipt_rules() -> list[ReceiptRule]:
    """Return the rules of receipt we hold to be right, whatever day each applies to."""
    return list(ReceiptRule.objects.current().order_by("code", "applies_from"))


def series_on(code: str, day: date) -> Series:
    """Return how numbers of the series `code` are given and printed on the legal day; raises Series.DoesNotExist."""
    return Series.objects.on(day).get(code=code)


def areas() -> QuerySet[AreaOfLaw]:
    """Return the areas of law in the order of lists."""
    return AreaOfLaw.objects.all()


def referrals() -> QuerySet[Referral]:
    """Return the bodies that may help where the Court cannot."""
    return Referral.objects.all()


def referrals_for(group: str) -> QuerySet[Referral]:
    """Return the bodies through which a `legal_entity`, `foreigner` or `stateless` person may reach the Court."""
    return Referral.objects.filter(petitions_for__contains=[group])
