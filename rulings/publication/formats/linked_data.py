"""The facts of a ruling as linked data: schema.org words, and those of the European Legislation Identifier (ELI)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from rulings.publication.formats.media import MEDIA
from rulings.publication.formats.source import Norm, Source

CONTEXT = {"@vocab": "https://schema.org/", "eli": "http://data.europa.eu/eli/ontology#"}


def linked_data_of(source: Source) -> bytes:
    """Return the JSON-LD document of a ruling in one language, in UTF-8. What is not known is left out."""
    known = {name: value for name, value in facts_of(source).items() if value not in ("", None, [])}
    return json.dumps({"@context": CONTEXT, **known}, ensure_ascii=False, indent=2).encode()


def facts_of(source: Source) -> dict[str, Any]:
    """Return the facts by their names, blank ones included."""
    work = f"{settings.PUBLIC_ADDRESS}/ru{source.path}"
    return {
        "@type": ["CreativeWork", "eli:LegalExpression"],
        "@id": source.address,
        "eli:realizes": {"@id": f"{work}#work", "@type": "eli:LegalResource"},
        "identifier": [one for one in (source.identifier, source.number) if one],
        "name": source.heading,
        "headline": source.title,
        "inLanguage": source.language,
        "eli:language": source.language,
        "dateCreated": source.adopted_on.isoformat() if source.adopted_on else str(source.adopted_year or ""),
        "datePublished": source.published_at.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": source.court},
        "eli:legal_value": "eli:LegalValue-official" if source.authentic else "eli:LegalValue-unofficial",
        "translator": source.translator,
        "about": [norm_of(norm, source) for norm in source.norms],
        "citation": [source.address_of(path) for path in source.cites],
        "workTranslation": [
            {"@id": f"{settings.PUBLIC_ADDRESS}/{code}{source.path}", "inLanguage": code}
            for code in source.languages
            if code != source.language
        ],
        "encoding": [
            {"@type": "MediaObject", "contentUrl": f"{source.address}.{ending}", "encodingFormat": kind}
            for ending, kind in MEDIA.items()
            if ending != "jsonld"
        ],
        "isAccessibleForFree": True,
        "creativeWorkStatus": "synthetic" if source.synthetic else "",
    }


def norm_of(norm: Norm, source: Source) -> dict[str, Any]:
    """Return a provision that was examined, with what was decided on it."""
    told = {"@type": "Legislation", "@id": source.address_of(norm.path), "name": norm.citation}
    if norm.outcome:
        told["description"] = f"{norm.words}: {norm.extent}" if norm.extent else norm.words
    return told
