#!/usr/bin/env python3
"""Check a receipt of the Constitutional Court without asking the Court. Needs Python 3.9 or newer and nothing else.

    python verify_receipt.py receipt.json --roots roots.json
    python verify_receipt.py receipt.pdf --roots roots.json --words petition.json --file decision.pdf --language kk

    python verify_receipt.py receipt.pdf --stamp root.tsr --stamp-ca authority.pem

`receipt.pdf` carries the same proof as `receipt.json`. `--roots` is whatever tells the day's roots: `roots.json` from the
register's page or, better, from somebody outside the Court; a witness's e-mail; somebody else's receipt. `--stamp` is the
time stamp of the day's root (RFC 3161; it needs the program openssl). `--words` and `--file` compare what you keep with
what the receipt names. It ends with 0 where everything holds, 1 where something is false, 3 where it cannot be told yet.

The page /register/verify/ runs this very file. How a digest is made: docs/register.md, and RFC 9162, section 2.1.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import re
import subprocess
import sys
import zlib
from email import message_from_bytes
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

Roots = dict[int, tuple[str, str]]  # day and hash (hexadecimal) of each published root, by the size of its tree
FORMAT = "courtcase-register-proof-1"
TRUE, FALSE, NOT_YET = 0, 1, 3
MOST_BYTES = 4 * 1024 * 1024
MOST_ENTRIES = 200
LONGEST_PATH = 64  # a tree of 2**64 leaves is no higher
# A receipt's PDF has some fifteen streams: a file of nothing but beginnings is not read to its end, once for each of them.
MOST_STREAMS = 100
# A root as it is written in mails to witnesses, on receipts and beneath time stamps; mail programs break and quote lines.
LINE = "courtcase-root {day} {size} {root}"
WRITTEN = re.compile(
    r"courtcase-root[\s>]+(\d{4}-\d\d-\d\d)[\s>]+(\d{1,18})[\s>]+((?:[0-9a-f][\s>]*){63}[0-9a-f])(?![0-9a-f])", re.ASCII
)


def ending(ends: int, kk: str, ru: str, en: str) -> tuple[int, dict[str, str]]:
    """Return how a verdict ends, and its words by language."""
    return ends, {"kk": kk, "ru": ru, "en": en}


# Each verdict by its code: how it ends, and its words in Kazakh, Russian and English.
VERDICTS: dict[str, tuple[int, dict[str, str]]] = {
    "true": ending(TRUE,
        "Рас. Жазба тізілімде {position}-орында тұр және {day} жарияланған түбір оны қамтиды.",
        "Подлинно. Запись стоит в реестре на месте {position}, и корень, опубликованный {day}, её охватывает.",
        "True. The entry stands at place {position} of the register, and the root published on {day} covers it."),
    "not_a_receipt": ending(FALSE,
        "Бұл файл біздің қолхат емес. Қолхаттың өзін (PDF) немесе оның жанындағы JSON файлын таңдаңыз.",
        "Этот файл не является нашей распиской. Выберите саму расписку (PDF) или файл JSON рядом с ней.",
        "This file is no receipt of ours. Choose the receipt itself (PDF) or the JSON file beside it."),
    "changed": ending(FALSE,
        "Қолхат өзгертілген: онда жазылғандар өзінің дәлеліне сәйкес келмейді.",
        "Расписка изменена: то, что в ней написано, не сходится с её собственным доказательством.",
        "The receipt was changed: what it says does not agree with its own proof."),
    "wrong_root": ending(FALSE,
        "Дәлел басқа түбірге апарады: жарияланған түбірлердің ішінде мұндай түбір жоқ.",
        "Доказательство ведёт к другому корню: среди опубликованных такого корня нет.",
        "The proof leads to another root: it is not among the published ones."),
    "not_sealed": ending(NOT_YET,
        "Жазба әлі мөрленбеген: қолхат мөрленгенге дейін берілген. Бірнеше минуттан кейін қолхатты қайта жүктеп алыңыз.",
        "Запись ещё не запечатана: расписка выдана до запечатывания. Скачайте расписку снова через несколько минут.",
        "The entry is not sealed yet: the receipt was given out before that. Download the receipt again in a few minutes."),
    "not_published": ending(NOT_YET,
        "Жазба мөрленген, бірақ оны қамтитын түбір бұл тізімде жоқ. Түбір күніне бір рет жарияланады: "
        "ертең қолхатты және түбірлерді қайта жүктеп алыңыз.",
        "Запись запечатана, но охватывающего её корня в этом списке нет. Корень публикуют раз в день: "
        "завтра скачайте расписку и корни снова.",
        "The entry is sealed, but this list holds no root that covers it. A root is published once a day: "
        "download the receipt and the roots again tomorrow."),
    "not_in_entries": ending(FALSE,
        "Қолхатта аталған файл оның бірде-бір жазбасында жоқ: тізім өзгертілген.",
        "Файла, названного в расписке, нет ни в одной её записи: перечень изменён.",
        "A file the receipt names stands in none of its entries: the list was changed."),
    "words_differ": ending(FALSE,
        "Өтініштің мәтіні қолхатта аталған мәтін емес.",
        "Текст обращения не тот, что назван в расписке.",
        "The words of the petition are not those the receipt names."),
    "file_differs": ending(FALSE,
        "Бұл файл қолхатта аталған файлдардың ешқайсысы емес: {name}",
        "Этот файл не из тех, что названы в расписке: {name}",
        "This file is none of those the receipt names: {name}"),
    "words_agree": ending(TRUE,
        "Өтініштің мәтіні тізілімдегімен сәйкес келеді.",
        "Текст обращения сходится с реестром.",
        "The words of the petition agree with the register."),
    "stamped": ending(TRUE,
        "{day} күнінің түбірінде сенімді органның уақыт белгісі бар: оны Сот кейін жасай алмайды.",
        "На корне за {day} стоит метка времени доверенного органа: задним числом Суду её не получить.",
        "The root of {day} bears the time stamp of a trusted authority: the Court cannot get one backdated."),
    "stamp_differs": ending(FALSE,
        "Уақыт белгісі қолхат апаратын түбірге қойылмаған немесе оған сенуге болмайды.",
        "Метка времени стоит не на том корне, к которому ведёт расписка, либо ей нельзя верить.",
        "The time stamp is not on the root to which the receipt leads, or is not to be trusted."),
    "file_agrees": ending(TRUE,
        "Файл тізілімдегімен сәйкес келеді: {name}",
        "Файл сходится с реестром: {name}",
        "The file agrees with the register: {name}"),
}  # fmt: skip
MEANING = {
    "kk": (
        "Бұл не дәлелдейді: Сот тізілімінде осы жазба аталған күні болған, содан бері оны ешкім байқатпай өзгерте де, "
        "алып тастай да алмаған. Не дәлелдемейді: өтінішті кім бергенін, оның негізділігін, іс жүргізуге қабылданғанын. "
        "Сіздегі файлдар туралы оларды салыстырмайынша ештеңе айтпайды."
    ),
    "ru": (
        "Что это доказывает: в реестре Суда эта запись была в названный день, и с тех пор никто не мог незаметно изменить "
        "или убрать её. Чего не доказывает: кто подал обращение, обоснованно ли оно, принято ли к производству. О файлах, "
        "которые хранятся у вас, не говорит ничего, пока вы их не сравните."
    ),
    "en": (
        "What this proves: the Court's register held this entry on the day named, and nobody could have changed or removed "
        "it since without that being seen. What it does not prove: who filed, whether the petition is well founded, "
        "whether it was accepted. Of files that you keep it says nothing until you compare them."
    ),
}


class NotAReceipt(ValueError):
    """The bytes are no receipt of this register."""


class Finding(NamedTuple):
    """One thing that was found: a code of VERDICTS and what fills its words; `event` and `at` name the entry, if any."""

    code: str
    event: str = ""
    at: str = ""
    position: int | None = None
    day: str = ""
    name: str = ""

    @property
    def ends(self) -> int:
        """Return TRUE, FALSE or NOT_YET."""
        return VERDICTS[self.code][0]

    def words(self, language: str) -> str:
        """Return the sentence in `language` (kk, ru or en)."""
        return VERDICTS[self.code][1][language].format(position=self.position, day=self.day, name=self.name)


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of a zero byte and its bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of a one byte and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf: bytes, *, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Return the root to which `path` leads from the leaf (RFC 9162, 2.1.3.2); None where it cannot be a path of it."""
    if not 0 <= index < size:
        return None
    node, last, computed = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            computed = node_hash(step, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        node, last = node >> 1, last >> 1
    return computed if last == 0 else None


def receipt_in(data: bytes) -> dict[str, Any]:
    """Return the receipt that `data` (JSON, or a PDF that carries it) holds. Raises NotAReceipt."""
    written = attached_json(data) if data[:1024].lstrip().startswith(b"%PDF") else data
    try:
        receipt = json.loads(written)
    except (ValueError, RecursionError):
        raise NotAReceipt from None
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT:
        raise NotAReceipt
    return receipt


def attached_json(pdf: bytes) -> bytes:
    """Return the proof that a receipt's PDF carries: the stream that begins as one. Raises NotAReceipt where there is none."""
    for found in islice(re.finditer(rb"\bstream\r?\n", pdf), MOST_STREAMS):
        begin = pdf[found.end() : found.end() + 1]
        try:
            written = pdf[found.end() : pdf.find(b"endstream", found.end())] if begin == b"{" else inflated(pdf, found)
        except zlib.error:
            continue
        if written.lstrip().startswith(b"{") and FORMAT.encode() in written:
            return written
    raise NotAReceipt


def inflated(pdf: bytes, found: re.Match[bytes]) -> bytes:
    """Return a compressed stream's bytes, no more than a receipt may have; b"" where it does not begin as one."""
    whole = zlib.decompressobj()
    first = whole.decompress(pdf[found.end() : found.end() + 512], 64)
    if not first.lstrip().startswith(b"{"):
        return b""
    return zlib.decompressobj().decompress(pdf[found.end() :], MOST_BYTES)


def entries_of(receipt: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the receipt's entries: the filing itself, then those it also names. Raises NotAReceipt."""
    also = receipt.get("also", [])
    if not isinstance(also, list) or len(also) > MOST_ENTRIES or not all(isinstance(one, dict) for one in also):
        raise NotAReceipt
    return [receipt, *also]


def facts_of(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what the entry's digest covers. Raises NotAReceipt."""
    try:
        facts = json.loads(base64.b64decode(entry["leaf_data"], validate=True))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise NotAReceipt from None
    if not isinstance(facts, dict):
        raise NotAReceipt
    return facts


def is_whole(entry: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Say whether what an entry says beside its leaf is what the leaf says: digest, event, instant and content."""
    digest = leaf_hash(base64.b64decode(entry["leaf_data"], validate=True)).hex()
    told = (entry.get("digest"), entry.get("event"), str(entry.get("at", ""))[:19], entry.get("content_digest"))
    return told == (digest, facts.get("name"), str(facts.get("at", ""))[:19], facts.get("content"))


def judge_entry(entry: dict[str, Any], roots: Roots, *, complete: bool = True) -> Finding:
    """Return what is to be said of one entry by all roots published or, not `complete`, some. Raises NotAReceipt."""
    facts = facts_of(entry)
    said = Finding("true", event=str(facts.get("name", "")), at=str(facts.get("at", "")))
    if not is_whole(entry, facts):
        return said._replace(code="changed")
    inclusion = entry.get("inclusion")
    if not inclusion:
        return said._replace(code="not_sealed")
    try:
        position, size, named = int(inclusion["position"]), int(inclusion["tree_size"]), str(inclusion["root"])
        path = [bytes.fromhex(step) for step in inclusion["path"]]
    except (KeyError, TypeError, ValueError, OverflowError):
        raise NotAReceipt from None
    said = said._replace(position=position, day=str(inclusion.get("day") or ""))
    root = root_of(leaf_hash(base64.b64decode(entry["leaf_data"])), index=position, size=size, path=path[:LONGEST_PATH])
    if root is None or root.hex() != named:
        return said._replace(code="changed")
    if size in roots:
        day, published = roots[size]
        return said._replace(day=day) if published == named else said._replace(code="wrong_root")
    return said._replace(code=without_root(said.day, size, roots) if complete else "not_published")


def without_root(day: str, size: int, roots: Roots) -> str:
    """Return what is to be said of a tree whose size was not published: not yet, or never (its day or a larger tree was)."""
    newest = max((known for known, _root in roots.values()), default="")
    return "wrong_root" if day and day <= newest and max(roots) > size else "not_published"


def judge(receipt: dict[str, Any], roots: Roots, *, complete: bool = True) -> list[Finding]:
    """Return what is to be said of a receipt, entry by entry, and of files none of them holds. Raises NotAReceipt."""
    entries = entries_of(receipt)
    findings = [judge_entry(entry, roots, complete=complete) for entry in entries]
    known = files_of(entries)
    strange = [one for one in contents_of(receipt) if one["kind"] == "file" and one["sha256"] not in known]
    return findings + [Finding("not_in_entries", name=one["name"]) for one in strange]


def files_of(entries: list[dict[str, Any]]) -> set[str]:
    """Return the digests of files that the entries name: laid with the petition, or signed as a whole."""
    bodies = [facts_of(entry).get("body") for entry in entries]
    named = [body.get(name) for body in bodies if isinstance(body, dict) for name in ("digest", "signed_sha256")]
    return {digest for digest in named if isinstance(digest, str)}


def contents_of(receipt: dict[str, Any]) -> list[dict[str, str]]:
    """Return what the receipt says was received: kind (words or file), name, digest. Raises NotAReceipt."""
    told = receipt.get("contents", [])
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise NotAReceipt
    return [{name: str(one.get(name, "")) for name in ("kind", "name", "sha256")} for one in told]


def judge_words(receipt: dict[str, Any], words: bytes) -> Finding:
    """Say whether the words (the canonical JSON that the petition's page gives out) are those the register holds.

    The register knows them by a digest under a salt, which the receipt carries beside the plain one it prints.
    """
    printed = {one["sha256"] for one in contents_of(receipt) if one["kind"] == "words"}
    if printed and hashlib.sha256(words).hexdigest() not in printed:
        return Finding("words_differ")
    for entry in entries_of(receipt):
        salt = entry.get("content_salt")
        if isinstance(salt, str) and re.fullmatch(r"(?:[0-9a-f]{2})+", salt):
            digest = hmac.new(bytes.fromhex(salt), words, hashlib.sha256).hexdigest()
            if digest == facts_of(entry).get("content"):
                return Finding("words_agree")
    return Finding("words_differ")


def judge_file(receipt: dict[str, Any], data: bytes, name: str) -> Finding:
    """Say whether a file is one of those the receipt names."""
    digest = hashlib.sha256(data).hexdigest()
    return Finding("file_agrees" if digest in files_of(entries_of(receipt)) else "file_differs", name=name)


def roots_in(data: bytes) -> Roots:
    """Return the roots that roots.json, an e-mail, a text or a receipt tells. Raises NotAReceipt where none does."""
    try:
        told = json.loads(data)["roots"] if b'"roots"' in data else []
        roots = [(str(one["day"]), int(one["tree_size"]), str(one["root"])) for one in told]
        texts = texts_in(data)  # parts within parts without end are no e-mail
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise NotAReceipt from None
    written = [found for text in texts for found in WRITTEN.findall(text)]
    roots += [(day, int(size), re.sub(r"[\s>]", "", root)) for day, size, root in written]
    if not roots and b'"roots"' not in data:
        raise NotAReceipt
    return {size: (day, root) for day, size, root in sorted(roots, reverse=True)}


def texts_in(data: bytes) -> list[str]:
    """Return what may be read in a file: of a receipt its attachment, of an e-mail its parts without their encoding."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return [attached_json(data).decode("utf-8", "replace")]
    parts = [one.get_payload(decode=True) for one in message_from_bytes(data[:MOST_BYTES]).walk()]
    return [one.decode("utf-8", "replace") for one in [data, *parts] if isinstance(one, bytes)]


def judge_stamp(receipt: dict[str, Any], stamp: Path, authority: Path) -> tuple[Roots, Finding]:
    """Return the root to which the receipt leads, where the time stamp is on it, and what is to be said of the stamp."""
    known = receipt.get("inclusion") or {}
    day, size, root = (known.get(name) for name in ("day", "tree_size", "root"))
    imprint = hashlib.sha256((LINE.format(day=day, size=size, root=root) + "\n").encode()).hexdigest()
    command = ["openssl", "ts", "-verify", "-digest", imprint, "-in", str(stamp), "-CAfile", str(authority)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a hash, and files the caller names
    if done.returncode or not isinstance(size, int):
        return {}, Finding("stamp_differs")
    return {size: (str(day), str(root))}, Finding("stamped", day=str(day))


def worst(findings: list[Finding]) -> int:
    """Return how the whole ends: false before not yet before true."""
    ends = {finding.ends for finding in findings}
    return FALSE if FALSE in ends else max(ends, default=TRUE)


def arguments() -> argparse.ArgumentParser:
    """Return what the command line may say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("receipt", type=Path, help="receipt.json or receipt.pdf")
    known = parser.add_mutually_exclusive_group(required=True)
    known.add_argument("--roots", type=Path, help="what tells roots: roots.json, a witness's e-mail, a receipt")
    known.add_argument("--stamp", type=Path, help="the time stamp of the day's root, .tsr")
    parser.add_argument("--stamp-ca", type=Path, help="the authority of the stamp, PEM, that you trust")
    parser.add_argument("--words", type=Path, help="petition.json: the words that were signed")
    parser.add_argument("--file", type=Path, action="append", default=[], help="a file you laid with the petition")
    parser.add_argument("--language", choices=sorted(MEANING), default="en", help="language of what is said")
    return parser


def main(words: list[str] | None = None) -> int:
    """Judge the receipt the command line names, say what was found, and return the exit code."""
    chosen = arguments().parse_args(words)
    try:
        receipt = receipt_in(chosen.receipt.read_bytes())
        if chosen.stamp:
            roots, stamped = judge_stamp(receipt, chosen.stamp, chosen.stamp_ca or Path("/dev/null"))
            findings = [stamped, *judge(receipt, roots, complete=False)] if roots else [stamped]
        else:
            told = chosen.roots.read_bytes()
            findings = judge(receipt, roots_in(told), complete=b'"roots"' in told)
        if chosen.words:
            findings.append(judge_words(receipt, chosen.words.read_bytes()))
        findings += [judge_file(receipt, path.read_bytes(), path.name) for path in chosen.file]
    except NotAReceipt:
        findings = [Finding("not_a_receipt")]
    for finding in findings:
        about = f"{finding.event} {finding.at}: " if finding.event else ""
        sys.stdout.write(f"{about}{finding.words(chosen.language)}\n")
    sys.stdout.write(f"\n{MEANING[chosen.language]}\n")
    return worst(findings)


if __name__ == "__main__":
    sys.exit(main())
