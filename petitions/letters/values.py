"""What stands in the place of a letter's placeholders, read from one petition, in the petition's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from courtcase.law.models import Ground, Provision, Referral
from courtcase.law.queries import cite
from courtcase.law.templatetags.law import rests_on
from petitions.content import CourtAct, PetitionContent, open_content, petitioners_of
from petitions.models import Petition
from petitions.versions import as_told

Values = dict[str, str]


def values_of_return(petition: Petition, grounds: Sequence[Ground], why: str) -> Values:
    """Return the values of a letter of return that are known before it leaves; of a petition whose key is loaded."""
    language = petition.language
    content = open_content(petition, as_told(petition))
    with override(language):
        return {
            **common_values(petition, content),
            "grounds": in_lines(ground_line(one, language) for one in grounds),
            "why": one_paragraph(why),
            "cure": in_lines(getattr(one, f"cure_{language}") for one in grounds) if may_be_cured(grounds) else "",
            "elsewhere": in_lines(getattr(one, f"elsewhere_{language}") for one in grounds),
            "referrals": in_lines(referral_line(one, language) for one in bodies_of(grounds)),
        }


def values_of_standing(petition: Petition, grounds: Sequence[Ground], why: str, *, numbers: Sequence[str]) -> Values:
    """Return the values of a reply to several petitions: those of a return of the leading one, and all the numbers."""
    return {**values_of_return(petition, grounds, why), "petition_numbers": ", ".join(numbers)}


def common_values(petition: Petition, content: PetitionContent) -> Values:
    """Return what every letter about a petition may say, in the active language."""
    names = [one.get("full_name", "") for one in petitioners_of(content)]
    return {
        "addressee": ", ".join(name for name in names if name) or _("subject of the petition"),
        "petition_number": petition.register_number or "",
        "filed_on": printed(petition.filed_on),
        "facts": in_lines([*map(act_line, content.get("court_acts", [])), norms_line(petition, content)]),
        "tracking": settings.PUBLIC_ADDRESS + reverse("filing:track"),
    }


def late_values(*, number: str, day: date, cure_until: date | None, language: str) -> Values:
    """Return what is known only when the letter leaves: its number, its day, and until when the defect can be cured."""
    with override(language):
        until = ""
        if cure_until is not None:
            until = _("The petition may be corrected until %(day)s: the date of first filing is then kept.") % {
                "day": printed(cure_until)
            }
        return {"number": number, "date": printed(day), "cure_until": until}


def may_be_cured(grounds: Iterable[Ground]) -> bool:
    """Say whether every ground is of a kind to be cured: only then the month for it begins."""
    return all(one.curable for one in grounds)


def ground_line(ground: Ground, language: str) -> str:
    """Return a ground with its article, in the active language; where nobody confirmed the article, the line says so."""
    text = f"– {getattr(ground, f'text_{language}')}"
    if not ground.article:
        return text
    return f"{text} ({rests_on(ground)})"


def bodies_of(grounds: Iterable[Ground]) -> list[Referral]:
    """Return the bodies the grounds refer to, in the order of lists."""
    codes = {code for ground in grounds for code in ground.referrals}
    return list(Referral.objects.filter(code__in=codes)) if codes else []


def referral_line(body: Referral, language: str) -> str:
    """Return a body with what it can do, and of its address what is filled in."""
    reached = [getattr(body, f"address_{language}"), body.telephone, body.website]
    end = " ".join(part for part in (getattr(body, f"help_{language}"), ", ".join(filter(None, reached))) if part)
    return f"– {getattr(body, f'name_{language}')}: {end}"


def act_line(act: CourtAct) -> str:
    """Return a sentence on one judicial act the petition names; the empty string where it names neither court nor number."""
    court, number, day = act.get("court", ""), act.get("number", ""), act.get("adopted_on", "")
    if not court and not number:
        return ""
    parts = [
        court,
        _("of %(day)s") % {"day": printed(date.fromisoformat(day))} if day else "",
        number and f"№ {number}",
    ]
    return _("Judicial act named in the petition: %(act)s.") % {"act": ", ".join(part for part in parts if part)}


def norms_line(petition: Petition, content: PetitionContent) -> str:
    """Return a sentence on the contested provisions; the empty string where none is named."""
    known = Provision.objects.select_related("act", "parent__parent__parent__parent").in_bulk(
        content.get("provisions", [])
    )
    cited = [cite(known[pk], petition.language) for pk in content.get("provisions", []) if pk in known]
    typed = content.get("provisions_typed", "")
    named = "; ".join([*cited, *([one_paragraph(typed)] if typed else [])])
    return _("Contested: %(provisions)s.") % {"provisions": named} if named else ""


def in_lines(parts: Iterable[str]) -> str:
    """Return the parts that are there, each once, a line each."""
    return "\n".join(dict.fromkeys(one_paragraph(part) for part in parts if part))


def one_paragraph(text: str) -> str:
    """Return a text without empty lines: it stays one paragraph of the letter."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def printed(day: date | None) -> str:
    """Return a legal day as 14.03.2026; the empty string for None."""
    return day.strftime("%d.%m.%Y") if day else ""
