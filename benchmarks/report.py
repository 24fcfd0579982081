"""Results as files and as tables; the guide's table is written from results/published.json and nothing else."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Result

RESULTS = Path(__file__).parent / "results"
LATEST = RESULTS / "latest.json"
ENDURANCE = RESULTS / "endurance.json"
PUBLISHED = RESULTS / "published.json"
GUIDE = Path(__file__).parents[1] / "docs" / "guides" / "performance.md"
BEGIN, END = "<!-- begin: python -m benchmarks --publish -->", "<!-- end -->"
NO_FLOOR = "none"
HEAD = (
    "| benchmark | value | floor | ratio | bar | | n | load | |\n"
    "| --- | ---: | ---: | ---: | --- | --- | ---: | ---: | --- |\n"
)


def write(results: Iterable[Result], file: Path | None = None) -> None:
    """The newest result of each name; a partial run keeps the others."""
    file = file or LATEST
    RESULTS.mkdir(exist_ok=True)
    known = {one.name: one for one in read(file)} if file.exists() else {}
    known |= {one.name: one for one in results}
    rows = [known[name] for name in sorted(known)]
    file.write_text(_json(rows), encoding="utf-8")
    file.with_suffix(".md").write_text(table(rows) + "\n", encoding="utf-8")


def publish(*, despite: str = "") -> list[str]:
    """The newest results into the guide, unless some are doubtful and nobody says why they are published all the same.

    Answers with the doubts that kept it from being done.
    """
    rows = read(LATEST)
    doubtful = [_doubted(one) for one in rows if one.doubts()]
    if doubtful and not despite:
        return doubtful
    rows = [replace(one, despite=despite if one.doubts() else "") for one in rows]
    PUBLISHED.write_text(_json(rows), encoding="utf-8")
    before, _, rest = GUIDE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    GUIDE.write_text(f"{before}{BEGIN}\n{section(read(PUBLISHED))}\n{END}{after}", encoding="utf-8")
    return []


def read(file: Path) -> list[Result]:
    return [Result(**row) for row in json.loads(file.read_text(encoding="utf-8"))]


def section(results: Iterable[Result]) -> str:
    """The table, what it was made on, and what is doubtful about it; the guide holds exactly this."""
    rows = list(results)
    machines = [f"Measured on {machine}." for machine in sorted({one.machine for one in rows})]
    doubtful = [
        f"- **Doubtful:** {_doubted(one)}. Published despite that: {one.despite}." for one in rows if one.doubts()
    ]
    return "\n".join(["", table(rows), "", *machines, *([""] if doubtful else []), *doubtful, ""])


def _doubted(one: Result) -> str:
    return f"`{one.name}` {', '.join(one.doubts())}"


def _json(results: Iterable[Result]) -> str:
    return json.dumps([one.row() for one in results], indent=1, ensure_ascii=False) + "\n"


def table(results: Iterable[Result]) -> str:
    return HEAD + "\n".join(_row(one) for one in results)


def _row(one: Result) -> str:
    judged = "✓" if one.ok else "✗"
    floor = NO_FLOOR if one.floor is None else f"{_shown(one.floor)} {one.unit}"
    ratio = NO_FLOOR if one.ratio is None else f"{one.ratio:.2f}"
    measured = f"{_shown(one.value)} {one.unit} | {floor} | {ratio}"
    return f"| `{one.name}` | {measured} | {one.bar} | {judged} | {one.n} | {one.load:g} | {one.note} |"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"
