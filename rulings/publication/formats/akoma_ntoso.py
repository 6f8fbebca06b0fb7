"""A ruling in Akoma Ntoso 3.0 (OASIS LegalDocML): the document type `judgment`, valid against the standard's schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from lxml import etree
from lxml.builder import ElementMaker

from courtcase.law.time import court_day
from rulings.blocks import HEADINGS, Block, Run
from rulings.publication.formats.plain import notes_of
from rulings.publication.formats.source import Source, in_xml

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# What FRBRlanguage wants: three letters (ISO 639-2).
LANGUAGES = {"kk": "kaz", "ru": "rus", "en": "eng"}
COURT = "#court"
ONTOLOGY = "/akn/ontology"
# In which part of a judgment each kind of block stands. What is not named stands where the block before it does.
PARTS = {
    **dict.fromkeys(("heading", "bench", "question", "preamble"), "introduction"),
    **dict.fromkeys(("established", "point"), "motivation"),
    **dict.fromkeys(("resolves", "operative", "closing"), "decision"),
}
ORDER = ("introduction", "motivation", "decision")
A = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def akoma_ntoso_of(source: Source) -> bytes:
    """Return the XML document of a ruling in one language, in UTF-8."""
    judgment = A.judgment(
        meta_of(source),
        header_of(source),
        A.judgmentBody(*parts_of(source)),
        A.conclusions(*ending_of(source)),
        name="ruling",
        contains="originalVersion",
    )
    tree = etree.ElementTree(A.akomaNtoso(judgment))
    written: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, pretty_print=False)
    return written


def meta_of(source: Source) -> Any:
    """Return what the document is: work, expression and manifestation, its publication, its references."""
    published = court_day(source.published_at)
    # A day that is not known is not guessed at: then it is that of publication, and says so.
    day, of_what = (source.adopted_on, "adoption") if source.adopted_on else (published, "publication")
    work = f"/akn/kz/judgment/constitutional-court/{day.isoformat()}/{source.path.removeprefix('/rulings/')}"
    expression = f"{work}/{LANGUAGES[source.language]}@{published.isoformat()}"
    return A.meta(
        A.identification(
            A.FRBRWork(
                *named(work),
                *([A.FRBRalias(value=source.identifier, name="ecli")] if source.identifier else []),
                A.FRBRdate(date=day.isoformat(), name=of_what),
                A.FRBRauthor(href=COURT),
                A.FRBRcountry(value="kz"),
                *([A.FRBRnumber(value=in_xml(source.number))] if source.number else []),
            ),
            A.FRBRExpression(
                *named(expression),
                A.FRBRdate(date=published.isoformat(), name="publication"),
                A.FRBRauthor(href=COURT),
                A.FRBRauthoritative(value=str(source.authentic).lower()),
                A.FRBRlanguage(language=LANGUAGES[source.language]),
            ),
            A.FRBRManifestation(
                A.FRBRthis(value=f"{expression}/!main.xml"),
                A.FRBRuri(value=f"{expression}.xml"),
                A.FRBRdate(date=published.isoformat(), name="rendition"),
                A.FRBRauthor(href=COURT),
                A.FRBRformat(value="application/akn+xml"),
            ),
            source=COURT,
        ),
        A.publication(date=published.isoformat(), name="site", showAs=settings.PUBLIC_ADDRESS),
        A.references(
            A.TLCOrganization(
                eId="court", href=f"{ONTOLOGY}/organization/kz/constitutional-court", showAs=source.court
            ),
            *referred(source, "examined", [(norm.path, norm.citation) for norm in source.norms]),
            *referred(source, "cited", [(path, path) for path in source.cites]),
            source=COURT,
        ),
    )


def referred(source: Source, name: str, places: Iterable[tuple[str, str]]) -> list[Any]:
    """Return what the ruling examined or cited: for each public path the address and how it is shown."""
    return [
        A.TLCReference(eId=f"{name}-{number}", href=source.address_of(path), showAs=in_xml(shown), name=name)
        for number, (path, shown) in enumerate(places, start=1)
    ]


def named(uri: str) -> list[Any]:
    """Return the two names the standard wants of a work or an expression."""
    return [A.FRBRthis(value=f"{uri}/!main"), A.FRBRuri(value=uri)]


def header_of(source: Source) -> Any:
    """Return what stands above the text."""
    lines = [A.p(A.docAuthority(source.court)), A.p(A.docType(source.family))]
    if source.number:
        lines.append(A.p(A.docNumber(in_xml(source.number))))
    if source.adopted_on:
        day = source.adopted_on.isoformat()
        lines.append(A.p(A.docDate(day, date=day)))
    if source.title:
        lines.append(A.p(A.docTitle(in_xml(source.title))))
    return A.header(*lines)


def parts_of(source: Source) -> list[Any]:
    """Return introduction, motivation and decision, of those the text has; the schema wants at least one."""
    placed = [(part, block) for part, block in in_parts(source.blocks)]
    made = [
        getattr(A, part)(*(block_of(block, source) for _part, block in blocks))
        for part, blocks in groupby(placed, key=lambda one: one[0])
    ]
    return made or [A.introduction(A.p())]


def in_parts(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Yield each block with its part; the parts only go forward, as they do in a judgment."""
    place = 0
    for block in blocks:
        place = max(place, ORDER.index(PARTS.get(block["kind"], ORDER[place])))
        yield ORDER[place], block


def block_of(block: Block, source: Source) -> Any:
    """Return one block: a numbered one is a paragraph of the hierarchy, a heading a block of its own, the rest plain ones."""
    if block["kind"] == "table":
        rows = (A.tr(*(A.td(A.p(*inline(cell, source))) for cell in row)) for row in block["rows"] if row)
        return A.table(*rows, eId=block["id"])
    if block["kind"] in HEADINGS:
        return A.block(*inline(block["runs"], source), name="heading", eId=block["id"])
    if block["number"]:
        words = A.content(A.p(*inline(block["runs"], source)))
        number = f"[{block['number']}]" if block["kind"] == "footnote" else f"{block['number']}."
        return A.paragraph(A.num(in_xml(number)), words, **{"eId": block["id"], "class": block["kind"]})
    return A.p(*inline(block["runs"], source), eId=block["id"])


def inline(runs: Iterable[Run], source: Source) -> list[Any]:
    """Return words with their marks."""
    return [run_of(run, source) for run in runs]


def run_of(run: Run, source: Source) -> Any:
    """Return one run."""
    words, href = in_xml(run["text"]), source.address_of(run.get("link", ""))
    if href:
        return A.ref(words, href=href)
    return A.b(words) if run.get("strong") else words


def ending_of(source: Source) -> list[Any]:
    """Return who signed, and what a reader of a copy must know."""
    signed = [
        (A.role(one.post, refersTo="#judge"), A.person(in_xml(one.name), refersTo="#judge")) for one in source.signers
    ]
    notes = [A.p(in_xml(note)) for note in notes_of(source)]
    return [*(A.p(A.signature(role, " ", person)) for role, person in signed), *notes, A.p(source.address)]
