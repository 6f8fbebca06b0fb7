"""Files as people and adversaries send them: cut off, dressed up, packed, locked, enormous, with names that deceive."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image

from tests.documents.files import TYPES, docx, pdf, picture

NAMES = (
    "скан{}",
    "Сот актісі{}",
    "../../etc/passwd{}",
    "..\\..\\windows\\{}",
    "gpj.\u202eexe{}",
    "\u2066құжат\u2069{}",
    "a\x00b{}",
    "line\r\nSet-Cookie: x=1{}",
    "<script>alert(1)</script>{}",
    "{}",
    " . {}",
    "x" * 300 + "{}",
    "‮‮‮{}",
    '"; rm -rf /{}',
    "CON{}",
    "е́ё\u0301{}",
)
ENDINGS = (".pdf", ".PDF", ".jpg", ".jpeg", ".png", ".docx", ".p7s", ".exe", ".pdf.exe", ".html", ".svg", "")
Make = Callable[[random.Random], bytes]


def with_place(chance: random.Random) -> bytes:
    """Return a photograph that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, float(chance.randrange(60)), 0.0), 3: "E", 4: (71.0, 25.0, 0.0)})
    out = io.BytesIO()
    Image.effect_noise((60, 40), 60).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def huge_png(chance: random.Random) -> bytes:
    """Return a PNG whose head claims far more pixels than it has."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))

    side = chance.choice((30_000, 65_535, 2**31 - 1))
    head = struct.pack("!IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10))) + chunk(b"IEND", b"")


def deep_pdf(chance: random.Random) -> bytes:
    """Return a PDF whose tree of pages is deep, or goes in a circle."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        leaf, tree = made.pages[0].obj, made.Root.Pages
        for _level in range(chance.choice((50, 3_000))):
            tree = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=[tree], Count=1))
        made.Root.Pages = tree
        if chance.random() < 0.5:
            leaf.Parent = tree
        made.save(out)
    return out.getvalue()


def bomb(chance: random.Random) -> bytes:
    """Return a DOCX that unpacks into far more than it is, in one file or in many."""
    if chance.random() < 0.5:
        return docx({"word/media/a.bin": bytes(12_000_000)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        for number in range(6_000):
            packed.writestr(f"word/{number}.xml", "")
    return out.getvalue()


def nested(_chance: random.Random) -> bytes:
    """Return an archive of an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inner.docx", docx())
    return out.getvalue()


def polyglot(chance: random.Random) -> bytes:
    """Return a file that begins as one kind and goes on as another."""
    first, second = chance.sample([pdf(), picture("JPEG"), picture(), docx(), b"<html><script>alert(1)</script>"], 2)
    return first + second


def cut(chance: random.Random) -> bytes:
    """Return a good file without its end."""
    whole = chance.choice((pdf(pages=3), picture("JPEG", size=(200, 200)), picture(size=(90, 90)), docx()))
    return whole[: chance.randrange(1, len(whole))]


def broken(chance: random.Random) -> bytes:
    """Return a good file with some of its bytes changed."""
    content = bytearray(chance.choice((pdf(pages=3), picture("JPEG", size=(80, 80)), picture(), docx())))
    for _time in range(chance.randrange(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def container(chance: random.Random) -> bytes:
    """Return what begins like a signed container."""
    return b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + chance.randbytes(chance.randrange(400))


MAKERS: dict[str, Make] = {
    "good pdf": lambda chance: pdf(pages=chance.randrange(1, 4)),
    "good picture": lambda chance: picture(chance.choice(("PNG", "JPEG"))),
    "good docx": lambda chance: docx({"word/note.xml": chance.randbytes(20)}),
    "with its place": with_place,
    "empty": lambda _chance: b"",
    "noise": lambda chance: chance.randbytes(chance.randrange(1, 3_000)),
    "locked pdf": lambda _chance: pdf(password="secret"),
    "locked word": lambda _chance: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    ),
    "cut": cut,
    "broken": broken,
    "polyglot": polyglot,
    "bomb": bomb,
    "nested": nested,
    "huge": huge_png,
    "deep": deep_pdf,
    "container": container,
    "page of html": lambda _chance: b"<!doctype html><script>alert(1)</script>",
    "svg": lambda _chance: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
}


def hostile(number: int) -> tuple[str, bytes]:
    """Return the file of this number, always the same: its name and its bytes. Kinds go round, so few show each."""
    chance = random.Random(number)
    kind = list(MAKERS)[number % len(MAKERS)]
    return chance.choice(NAMES).format(chance.choice(ENDINGS)), MAKERS[kind](chance)
