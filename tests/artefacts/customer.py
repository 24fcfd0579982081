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
