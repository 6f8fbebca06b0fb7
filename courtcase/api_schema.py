"""What the schema of the API says of answers that are no success: which there are, and the one shape they have."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.hooks import postprocess_schema_enums

from courtcase.problems import CONTENT_TYPE

# What may be answered to anything that is asked, and besides to what only a program may ask, or what is sent with a body.
ALWAYS = (400, 404, 405, 406, 429, 503)
WITH_TOKEN = (401, 403)
WITH_BODY = (409, 413, 415)
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Problem details (RFC 9457), in the language of Accept-Language.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The first error in words."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
    },
    "required": ["type", "title", "status"],
}
PROBLEM_ERROR: dict[str, Any] = {
    "type": "object",
    "properties": {
        "field": {"type": ["string", "null"], "description": "The field it belongs to; null: the whole request."},
        "code": {"type": "string", "description": "A stable word for programs (docs/api.md lists them)."},
        "detail": {"type": "string", "description": "What is wrong, in words for people."},
    },
    "required": ["field", "code", "detail"],
}


def finish(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Return the schema with names for its enumerations and the problems of each operation; called by drf-spectacular."""
    return document_problems(postprocess_schema_enums(result, generator))


def document_problems(result: dict[str, Any]) -> dict[str, Any]:
    """Add to each operation the problems it may answer with; return the schema."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"], schemas["ProblemError"] = PROBLEM, PROBLEM_ERROR
    for path in result["paths"].values():
        for operation in path.values():
            for status in statuses_of(operation):
                operation["responses"].setdefault(str(status), problem_answer(status))
    return result


def statuses_of(operation: dict[str, Any]) -> list[int]:
    """Return the statuses that are no success with which an operation may answer."""
    is_guarded = any(operation.get("security", []))
    wanted = {*ALWAYS, *(WITH_TOKEN if is_guarded else ()), *(WITH_BODY if "requestBody" in operation else ())}
    return sorted(wanted)


def problem_answer(status: int) -> dict[str, Any]:
    """Return one answer as OpenAPI writes it."""
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": HTTPStatus(status).phrase, "content": {CONTENT_TYPE: shape}}
