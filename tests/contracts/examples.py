"""For every route the smallest request its own OpenAPI document allows, with names of our choice in every place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

HEADERS = {"If-Match": "*", "Idempotency-Key": "contract-test"}


@dataclass(frozen=True)
class Names:
    """What is put where a text, an id or a number is asked for."""

    text: str
    id: UUID
    number: int = 1


class Requests:
    """Builds requests from the app's OpenAPI document; adapts by itself to routes that are added."""

    def __init__(self, app: FastAPI) -> None:
        self._document = app.openapi()

    def send(
        self, client: TestClient, method: str, path: str, names: Names, places: Mapping[str, str] | None = None
    ) -> Response:
        """`places` has the last word on what stands in the path, by the parameter's name."""
        operation = self._document["paths"].get(path, {}).get(method.lower(), {})
        parameters = [self._resolved(each) for each in operation.get("parameters", [])]
        query = {
            each["name"]: self._smallest(each["schema"], names)
            for each in parameters
            if each["in"] == "query" and each.get("required")
        }
        for each in parameters:
            if each["in"] == "path":
                value = (places or {}).get(each["name"]) or str(self._smallest(each["schema"], names))
                path = path.replace(f"{{{each['name']}}}", value)
        return client.request(
            method, path, params=query, headers=HEADERS, follow_redirects=False, **self._body(operation, names)
        )

    def _body(self, operation: dict[str, Any], names: Names) -> dict[str, Any]:
        kinds = self._resolved(operation.get("requestBody", {})).get("content", {})
        if "application/json" in kinds:
            return {"json": self._smallest(kinds["application/json"].get("schema", {}), names)}
        return {"content": b"{}"} if kinds else {}

    def _resolved(self, said: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in said:
            found: Any = self._document
            for part in said["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            said = found
        return said

    def _smallest(self, schema: dict[str, Any], names: Names) -> Any:
        schema = self._resolved(schema)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self._smallest(schema[choice][0], names)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        return self._of_type(schema, names)

    def _of_type(self, schema: dict[str, Any], names: Names) -> Any:
        kind = schema.get("type", "object")
        if kind == "object":
            properties = schema.get("properties", {})
            return {name: self._smallest(properties.get(name, {}), names) for name in schema.get("required", [])}
        if kind == "array":
            item = self._smallest(schema.get("items", {}), names)
            return [item] * schema.get("minItems", 1 if "items" in schema else 0)
        if kind in ("integer", "number"):
            return max(names.number, schema.get("minimum", names.number))
        if kind == "boolean":
            return False
        return None if kind == "null" else _text(schema, names)


def _text(schema: dict[str, Any], names: Names) -> str:
    by_format = {"uuid": str(names.id), "date": "2026-01-02", "date-time": "2026-01-02T03:04:05Z"}
    if schema.get("format") in by_format:
        return by_format[schema["format"]]
    if "64" in schema.get("pattern", "") and "f" in schema["pattern"]:
        return names.id.hex * 2
    return names.text.ljust(schema.get("minLength", 0), names.text[-1:])
