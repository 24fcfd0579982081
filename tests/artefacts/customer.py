"""The examples of the CPQ DSL, character by character, by the name of their file."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "cpq-dsl"
_LIES_IN = {
    "ramp-template": "templates",
    "discount-and-dpa": "rulesets",
    "approval-dealdesk": "approval-policies",
}
EXAMPLES = {
    f"{_LIES_IN.get(path.stem, 'packages')}/{path.name}": path.read_bytes() for path in sorted(_FOLDER.glob("*.json"))
}
COMPLETE = "packages/complete-example.json"
# What the conditions of the examples read.
CONTEXT = b"""{
  "type": "object",
  "properties": {
    "Discount": {"type": "number"},
    "ARR": {"type": "number"},
    "account": {
      "type": "object",
      "properties": {
        "region": {"type": "string", "enum": ["EU", "EMEA", "NA", "APAC"]},
        "type": {"type": "string"},
        "segments": {"type": "array", "items": {"type": "string"}}
      }
    },
    "quote": {
      "type": "object",
      "properties": {
        "header": {
          "type": "object",
          "properties": {
            "discountPct": {"type": "number"},
            "termMonths": {"type": "integer"},
            "signedOn": {"type": "string", "format": "date"}
          }
        },
        "flags": {"type": "object", "properties": {"customerPaper": {"type": "boolean"}}},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}}
      }
    },
    "line": {
      "type": "object",
      "properties": {
        "attrs": {
          "type": "object",
          "properties": {"seats": {"type": "integer"}, "storageGb": {"type": "number"}}
        }
      }
    }
  },
  "$defs": {
    "line": {
      "type": "object",
      "properties": {
        "productFamily": {"type": "string"},
        "quantity": {"type": "integer"},
        "discountPct": {"type": "number"},
        "attrs": {
          "type": "object",
          "properties": {"edition": {"type": "string"}, "seats": {"type": "integer"}}
        },
        "tags": {"type": "array", "items": {"type": "string"}}
      }
    }
  }
}
"""
