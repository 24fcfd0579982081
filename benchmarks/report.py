"""Results as files and as tables; the guide's table is written from results/published.json and nothing else."""

import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import Result

RESULTS = Path(__file__).parent / "results"
LATEST = RESULTS / "latest.json"
PUBLISHED = RESULTS / "published.json"
GUIDE = Path(__file__).parents[1] / "docs" / "guides" / "performance.md"
BEGIN, END = "<!-- begin: python -m benchmarks --publish -->", "<!-- end -->"
NO_FLOOR = "none"
HEAD = (
    "| benchmark | value | floor | ratio | bar | | n | load | |\n"
    "| --- | ---: | ---: | ---: | --- | --- | ---: | ---: | --- |\n"
)


def write(results: Iterable[Result]) -> None:
    """The newest result of each name; a partial run keeps the others."""
    RESULTS.mkdir(exist_ok=True)
    known = {one.name: one for one in read(LATEST)} if LATEST.exists() else {}
    known |= {one.name: one for one in results}
    rows = [known[name] for name in sorted(known)]
    LATEST.write_text(json.dumps([one.row() for one in rows], indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    LATEST.with_suffix(".md").write_text(table(rows) + "\n", encoding="utf-8")


def publish() -> None:
    """The newest results into the guide."""
    PUBLISHED.write_text(LATEST.read_text(encoding="utf-8"), encoding="utf-8")
    before, _, rest = GUIDE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    GUIDE.write_text(f"{before}{BEGIN}\n{section(read(PUBLISHED))}\n{END}{after}", encoding="utf-8")


def read(file: Path) -> list[Result]:
    return [Result(**row) for row in json.loads(file.read_text(encoding="utf-8"))]


def section(results: Iterable[Result]) -> str:
    """The table and what it was made on; the guide holds exactly this."""
    rows = list(results)
    machines = sorted({one.machine for one in rows})
    return "\n".join(["", table(rows), "", *(f"Measured on {machine}." for machine in machines), ""])


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
