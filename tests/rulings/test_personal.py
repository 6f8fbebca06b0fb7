"""What of a text may be about a private person, found by rules."""

from __future__ import annotations

import pytest

from rulings.publication.personal import PersonalKind, initials_of, personal_in


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("гражданин Иванов Иван Иванович обратился", "name", "Иванов Иван Иванович"),
        ("обращение Ивановой Марии Петровны рассмотрено", "name", "Ивановой Марии Петровны"),
        ("азамат Серікбаев Нұрлан Асқарұлы жүгінді", "name", "Серікбаев Нұрлан Асқарұлы"),
        ("азаматша Әбенова Гүлнәр Маратқызының өтініші", "name", "Әбенова Гүлнәр Маратқызының"),
        ("представитель А.Б. Петров пояснил", "name", "А.Б. Петров"),
        ("the petitioner Ivanov Ivan Ivanovich", "name", "Ivanov Ivan Ivanovich"),
        ("ИИН 900101300010 указан", "number", "900101300010"),
        ("телефон +7 701 234 56 78 для связи", "phone", "+7 701 234 56 78"),
        ("тел. 8 (7172) 74-94-31", "phone", "8 (7172) 74-94-31"),
        ("письмо на ivanov@example.kz пришло", "email", "ivanov@example.kz"),
        ("проживает: ул. Абая, д. 12, кв. 5", "address", "ул. Абая, д. 12, кв. 5"),
        ("Абай көшесі, 12 мекенжайында", "address", "Абай көшесі, 12"),
        ("статья 482 Уголовно-процессуального кодекса", None, ""),
        ("Конституционный Суд Республики Казахстан в составе", None, ""),
        ("Қазақстан Республикасы Конституциялық Соты", None, ""),
        ("от 25 сентября 2023 года № 29-НП", None, ""),
    ],
)
def test_finds_what_tells_a_person_and_nothing_else(text: str, kind: str | None, words: str) -> None:
    found = [(one.kind.value, one.words) for one in personal_in([text])]
    assert found == ([] if kind is None else [(kind, words)])


def test_a_number_with_the_right_check_digit_is_an_iin() -> None:
    assert [one.kind for one in personal_in(["ИИН 900101300017", "900101 300017"])] == [PersonalKind.IIN]


def test_names_everyone_may_read_are_no_question() -> None:
    assert personal_in(["судья А. Б. Петров"], known=["А.Б. Петров"]) == []


def test_each_words_are_told_once_with_what_stands_around() -> None:
    found = personal_in(["Иванов Иван Иванович просил.", "Суд: Иванов  Иван Иванович не согласен."])
    assert [(one.words, one.around) for one in found] == [("Иванов Иван Иванович", "Иванов Иван Иванович просил.")]


@pytest.mark.parametrize(("name", "proposed"), [("Иванов Иван Иванович", "И.И.И."), ("Әбенова Г.М.", "Ә.Г.М.")])
def test_initials_are_proposed(name: str, proposed: str) -> None:
    assert initials_of(name) == proposed
