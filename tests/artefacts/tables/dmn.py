"""Files of DMN as a tool writes them: with ids, diagrams, notes and elements of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DIAGRAM = """\
  <!-- drawn by hand -->
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram">
      <dmndi:DMNShape id="shape" dmnElementRef="discount">
        <dc:Bounds height="80" width="180" x="10" y="10"/>
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
"""
Cells = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True)
class Drawn:
    """A decision: columns by id with what they read or say, rows by id with their cells."""

    id: str = "discount"
    name: str = "Discount"
    inputs: dict[str, str] = field(default_factory=lambda: {"in1": "segment", "in2": "term"})
    outputs: dict[str, str] = field(default_factory=lambda: {"out1": "limit"})
    rows: dict[str, Cells] = field(
        default_factory=lambda: {
            "r1": (('"SMB"', "> 12"), ("8",)),
            "r2": (('"SMB"', "-"), ("4",)),
            "r3": (("-", "-"), ("0",)),
        }
    )
    policy: str = "FIRST"
    needs: str = ""
    notes: str = ""

    def with_rows(self, **rows: Cells | None) -> "Drawn":
        return self.said(rows={name: cells for name, cells in {**self.rows, **rows}.items() if cells is not None})

    def said(self, **members: object) -> "Drawn":
        return Drawn(**{**self.__dict__, **members})  # type: ignore[arg-type]

    def __str__(self) -> str:
        needed = f'<informationRequirement><requiredDecision href="#{self.needs}"/></informationRequirement>\n    '
        return (
            f'  <decision id="{self.id}" name="{self.name}">\n    {self.notes}{needed if self.needs else ""}'
            f'<decisionTable id="{self.id}t" hitPolicy="{self.policy}">\n'
            + "".join([*self._columns(), *(_row(name, cells) for name, cells in self.rows.items())])
            + "    </decisionTable>\n  </decision>\n"
        )

    def _columns(self) -> Iterator[str]:
        for column, said in self.inputs.items():
            yield (
                f'      <input id="{column}" label="{said}">\n        <inputExpression typeRef="{_type(said)}">'
                f"<text>{said}</text></inputExpression>\n      </input>\n"
            )
        for column, said in self.outputs.items():
            yield f'      <output id="{column}" name="{said}" typeRef="number"/>\n'


def _row(name: str, cells: Cells) -> str:
    entries = [
        f'        <{sort} id="{name}{sort[0]}{at}"><text>{said.replace("<", "&lt;")}</text></{sort}>\n'
        for sort, texts in zip(("inputEntry", "outputEntry"), cells, strict=True)
        for at, said in enumerate(texts)
    ]
    return f'      <rule id="{name}">\n{"".join(entries)}      </rule>\n'


def _type(said: str) -> str:
    return "string" if said == "segment" else "number"


def dmn(*decisions: Drawn, diagram: str = DIAGRAM) -> bytes:
    spaces = (
        f'xmlns="{MODEL}" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" '
        'xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:own="https://example.org/own"'
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    body = "".join(map(str, decisions or (Drawn(),))) + diagram
    return f'{head}<definitions {spaces} id="file" name="Discounts" namespace="x">\n{body}</definitions>\n'.encode()
