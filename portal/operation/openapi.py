"""The description of `/api/v1`: what APIFlask makes of the views, put right where it says less than we do.

Errors are problem documents, every operation wants a token, writes take an `Idempotency-Key`, and schema
names have only the letters that OpenAPI allows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from apiflask import APIFlask
from flask import current_app

from portal.core.api import API_PREFIX
from portal.core.idempotency import MAX_KEY

Json = dict[str, Any]
REF = "#/components/schemas/"
DESCRIPTION = (
    "Everything that the pages offer, under the same rules. Lists are `{items, next}`: pass `next` as "
    "`after`. Dates are ISO 8601, instants UTC. Errors are problem documents (RFC 9457)."
)
PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence in the reader's language"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
RESPONSES = {
    "401": ("TokenNeeded", "There is no usable token."),
    "403": ("NotAllowed", "The caller may not do this."),
    "404": ("NotFound", "There is no such record, or the caller may not know of it."),
    "409": (
        "Refused",
        "It cannot happen now, somebody else changed it, or the same key was used for something else.",
    ),
    "422": ("Unacceptable", "Some values are not acceptable; `errors` says which."),
    "default": ("Problem", "The request could not be carried out; nothing was stored."),
}
ONCE: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same content does one thing and gives the same answer for a week.",
    "schema": {"type": "string", "maxLength": MAX_KEY},
}


def install(app: APIFlask) -> None:
    """Register the corrections."""
    app.config["AUTO_OPERATION_ID"] = True
    app.config["AUTO_SERVERS"] = False
    app.spec_processor(refine)


def document() -> bytes:
    """The description as JSON; it cannot change while the process lives."""
    stored: bytes | None = current_app.extensions.get("openapi")
    if stored is None:
        stored = json.dumps(current_app.spec, ensure_ascii=False).encode()  # type: ignore[attr-defined]  # apiflask's
        current_app.extensions["openapi"] = stored
    return stored


def refine(spec: Any) -> Any:
    """Put the whole description right, in place."""
    spec["info"]["description"] = DESCRIPTION
    spec["servers"] = [{"url": current_app.config["BASE_URL"]}]
    spec["paths"] = {path: item for path, item in spec["paths"].items() if path.startswith(API_PREFIX)}
    for _path, method, operation in _operations(spec):
        _refine_operation(method, operation)
    components = spec.setdefault("components", {})
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    components["responses"] = {name: _problem_response(words) for name, words in RESPONSES.values()}
    spec["security"] = [{"bearer": []}]
    _name_schemas(spec)
    return spec


def _operations(spec: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                yield path, method, operation


def _problem_response(words: str) -> Json:
    return {
        "description": words,
        "content": {"application/problem+json": {"schema": {"$ref": REF + "Problem"}}},
    }


def _refine_operation(method: str, operation: Json) -> None:
    operation["operationId"] = operation["operationId"].replace("_api_", "_", 1)
    parameters = operation.setdefault("parameters", [])
    is_write = method != "get"
    codes = {"401", "403", "default"}
    codes |= {"404"} if any(each["in"] == "path" for each in parameters) else set()
    codes |= {"404", "409", "422"} if is_write else set()
    codes |= {"422"} if any(each["in"] == "query" for each in parameters) else set()
    responses = operation["responses"]
    for code in {*responses, *codes}:
        if code in RESPONSES and code in {*codes, "404", "422"}:
            responses[code] = {"$ref": f"#/components/responses/{RESPONSES[code][0]}"}
    if is_write:
        parameters.append(ONCE)
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    _retell(operation)


def _retell(operation: Json) -> None:
    """The first sentence of the docstring is the summary; all of it is the description, where there is
    more.
    """
    told = f"{operation.get('summary', '')}\n{operation.get('description', '')}"
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", told.strip())]
    first, _stop, rest = paragraphs[0].partition(". ")
    operation["summary"] = first.rstrip(".")
    operation.pop("description", None)
    if rest or len(paragraphs) > 1:
        operation["description"] = "\n\n".join(paragraphs)


def _name_schemas(spec: Json) -> None:
    """Names that OpenAPI allows; a name that nobody registered leads to its namesake; what nobody uses
    goes.
    """
    schemas: Json = spec["components"].setdefault("schemas", {})
    renamed = {name: re.sub(r"[^A-Za-z0-9_-]+", ".", name).strip(".") for name in schemas}
    spec["components"]["schemas"] = {renamed[name]: schema for name, schema in schemas.items()}
    schemas = spec["components"]["schemas"]
    for holder in _references(spec):
        name = holder["$ref"].removeprefix(REF)
        target = renamed.get(name, name)
        holder["$ref"] = REF + (target if target in schemas else _namesake(target, schemas))
    schemas["Problem"] = PROBLEM
    used = {holder["$ref"].removeprefix(REF) for holder in _references(spec)}
    while unused := set(schemas) - used:
        for name in unused:
            del schemas[name]
        used = {holder["$ref"].removeprefix(REF) for holder in _references(spec)}


def _namesake(name: str, schemas: Json) -> str:
    """A nested model that was registered under another parent only."""
    last = name.rpartition(".")[2]
    return next((each for each in schemas if each.rpartition(".")[2] == last), name)


def _references(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        if str(node.get("$ref", "")).startswith(REF):
            yield node
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
