"""What the secretary of session does in a browser more than once: calls a session, writes a ruling and has it signed."""

from __future__ import annotations

from django.utils import timezone

from courtcase.law.time import court_day
from courtcase.people.cast import MEMBER_BY_KEY
from tests.browser.visitor import Visitor

RULING = {
    "title_kk": "Үлгі норманың Конституцияға сәйкестігін қарау туралы",
    "title_ru": "О рассмотрении образцовой нормы на соответствие Конституции",
    "text_kk": "Кіріспе\nАНЫҚТАДЫ:\n1. Бірінші тұжырым.\nҚАУЛЫ ЕТЕДІ:\n1. Норма сәйкес емес деп танылсын.",
    "text_ru": "Вступление\nУСТАНОВИЛ:\n1. Первое положение.\nПОСТАНОВЛЯЕТ:\n1. Признать норму не соответствующей Конституции.",
}


def call_and_hold(secretary: Visitor, bench: list[str], *, agenda: str = "", kind: str = "") -> None:
    """Call a session for today with this bench, its first judge presiding, and record that all were there."""
    names = [MEMBER_BY_KEY[key].full_name for key in bench]
    secretary.fill(day=today())
    if kind:
        secretary.fill(bench=kind)
    secretary.choose(*names, *([agenda] if agenda else []))
    secretary.page.locator("#id_presiding").select_option(label=names[0])
    secretary.looks("call-session" + kind, scripts=True)
    secretary.press("Call the session")
    secretary.reads("The session is called.")
    secretary.press("Record attendance")
    secretary.choose(*names)
    secretary.looks("attendance", scripts=True)
    secretary.press("Record attendance")


def today() -> str:
    """Return the Court's day today as people write it."""
    return court_day(timezone.now()).strftime("%d.%m.%Y")


def write_and_sign(member: Visitor, bench: list[str], *, name: str) -> None:
    """Write the texts of a draft, certify the signatures of its bench, and sign it."""
    member.fill(**RULING)
    member.looks(f"{name}-texts", scripts=True)
    member.press("Save the texts")
    member.reads("The texts are saved.")
    member.press("Matter and signatures")
    member.press("Bench and signatures")
    names = [MEMBER_BY_KEY[key].full_name for key in bench]
    if member.page.get_by_label(names[0], exact=True).count() == 0:
        member.press("Write down the bench and signatures")
    member.choose(*names)
    member.looks(f"{name}-bench", scripts=True)
    member.press("Write down the bench and signatures")
    member.press("Sign")
    member.looks(f"{name}-sign", scripts=True)
    member.page.locator("#id_sure").check()
    member.press("Sign and number")
    member.reads("The ruling is signed and numbered.")
