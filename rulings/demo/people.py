"""Made-up petitioners: names from the words for example, sample and trial, identity numbers that are never issued. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from courtcase.iin import check_digit
from petitions.content import Person
from petitions.regions import REGIONS
from rulings.demo import words_kk, words_ru

MEN = ("Асан", "Бекзат", "Виктор", "Дамир", "Ерболат", "Жомарт", "Игорь", "Қанат", "Мұрат", "Сергей", "Талғат", "Юрий")
WOMEN = ("Айгүл", "Ботагөз", "Вера", "Гүлжан", "Дина", "Зәуре", "Ирина", "Камила", "Ләззат", "Наталья", "Роза", "Сәуле")
KAZAKH_FAMILIES = ("Үлгібаев", "Мысалов", "Сынақбаев", "Үлгілов", "Мысалбеков", "Сынақов")
RUSSIAN_FAMILIES = ("Примеров", "Образцов", "Пробнов", "Учебнов")
FIRST_BIRTH, BIRTH_DAYS = date(1950, 1, 1), 20_000
# Numbers are issued from 0001 on: a row of noughts belongs to nobody.
NEVER_ISSUED = "0000"


def person_of(index: int, *, language: str, random: Random) -> Person:
    """Return a petitioner of their own for each `index`: reached by e-mail, by telephone or by post alone."""
    woman = random.random() < 0.5
    families = RUSSIAN_FAMILIES if language == "ru" and random.random() < 0.5 else KAZAKH_FAMILIES
    family = random.choice(families) + ("а" if woman else "")
    region = random.choice(REGIONS)[0]
    streets = words_ru.STREETS if language == "ru" else words_kk.STREETS
    road = random.random()
    return {
        "full_name": f"{random.choice(WOMEN if woman else MEN)} {family} (үлгі)",
        "iin": iin_of(random, woman=woman),
        "residence": f"{random.choice(streets)}, {random.randint(1, 90)}-{random.randint(1, 80)}",
        "region": region,
        "phone": f"+7700000{index % 10_000:04d}" if 0.6 <= road < 0.8 else "",
        "email": f"petitioner-{index:03d}@example.org" if road < 0.6 else "",
    }


def iin_of(random: Random, *, woman: bool) -> str:
    """Return twelve digits with a right check digit for a day of birth from 1950 to 2004, in a place never issued."""
    while True:
        born = FIRST_BIRTH + timedelta(days=random.randrange(BIRTH_DAYS))
        century = (3 if born.year < 2000 else 5) + woman
        first = f"{born:%y%m%d}{century}{NEVER_ISSUED}"
        last = check_digit(first)
        if last is not None:
            return f"{first}{last}"
