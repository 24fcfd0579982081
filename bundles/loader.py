"""From files to a sound bundle: read, check shapes, gather things, check that they fit together."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bundles.coherence import incoherent
from bundles.folder import Folder
from bundles.json_text import read_json
from bundles.limits import DEFAULT, Limits
from bundles.model import Bundle, Place, Publication, Scope, State, Thing
from bundles.problems import BundleRefused, Problem, Unreadable
from bundles.rows import read_rows
from bundles.shape import API_VERSION, KINDS, ROWS, faults, nearest
from bundles.things import catalog_in, publication_in, ruleset_in, scope_in, things_in
from bundles.yaml_text import Written, read_yaml

MANIFEST = "bundle.yaml"


def load(path: Path, limits: Limits = DEFAULT) -> Bundle:
    """A folder with a bundle.yaml, or one document file; raises BundleRefused with everything that is wrong."""
    bundle, problems = examine(path, limits)
    if problems:
        raise BundleRefused(problems)
    return bundle


def examine(path: Path, limits: Limits = DEFAULT) -> tuple[Bundle, list[Problem]]:
    """What could be read, and everything that is wrong with it."""
    loading = _Loading(path, limits)
    bundle = loading.run()
    return bundle, sorted(loading.problems)


class _Loading:
    """One bundle being read; problems gather so that people see all of them at once."""

    def __init__(self, path: Path, limits: Limits, prefix: str = "", *, is_stage: bool = False) -> None:
        self.problems: list[Problem] = []
        self._path, self._limits, self._prefix, self._is_stage = path, limits, prefix, is_stage
        self._folder = Folder(path if path.is_dir() else path.parent, limits)
        self._state = State()
        self._publications: list[Publication] = []
        self._manifest: dict[str, Any] = {}

    def run(self) -> Bundle:
        for name in self._document_names():
            if len(self.problems) < self._limits.problems:
                self._guarded(name, partial(self._file, name))
        for place, code, detail, suggestion in incoherent(self._state, self._publications):
            self.problems.append(Problem(place.file, place.line, place.pointer, code, detail, suggestion))
        return Bundle(
            name=self._manifest.get("name", self._path.stem),
            wanted=self._state,
            scope=scope_in(self._manifest) if self._manifest else Scope(),
            publications=tuple(self._publications),
            stages=tuple(self._stages()),
        )

    def _document_names(self) -> list[str]:
        if self._path.is_file():
            return [self._path.name]
        names: list[str] = []
        self._guarded(MANIFEST, lambda: names.extend(self._listed()))
        return names

    def _listed(self) -> list[str]:
        """The manifest first; then the documents it lists, or all that lie beside it."""
        if not self._path.is_dir():
            raise Unreadable("bundle.no_such_file", f"there is nothing at {self._path}")
        self._file(MANIFEST)
        listed = self._manifest.get("documents")
        return listed if listed is not None else [name for name in self._folder.documents() if name != MANIFEST]

    def _guarded(self, name: str, read: Callable[[], object]) -> None:
        try:
            read()
        except Unreadable as wrong:
            self.problems.append(wrong.at(self._prefix + name))

    def _file(self, name: str) -> None:
        source = self._folder.text(name)
        for position, written in enumerate(self._documents(name, source)):
            if written.value is not None:
                self._document(name, source, position, written)

    def _documents(self, name: str, source: str) -> Iterator[Written]:
        if name.endswith(".json"):
            return iter([Written(read_json(source, self._limits), 1, {})])
        return read_yaml(source, self._limits)

    def _document(self, name: str, source: str, position: int, written: Written) -> None:
        document, file = written.value, self._prefix + name
        kind = self._kind(document, Place(file, written.line))
        if kind is None:
            return
        found = list(faults(kind, document))
        if found:
            lines = self._lines_of(name, source, position, frozenset(pointer for pointer, _, _ in found))
            for pointer, detail, suggestion in found:
                line = _nearest_line(lines, pointer, written.line)
                self._add(Problem(file, line, pointer, "bundle.wrong_shape", detail, suggestion))
            return
        self._take(kind, document, name, written)

    def _kind(self, document: Any, place: Place) -> str | None:
        """The kind of a document that is one of ours; otherwise a problem and None."""
        if not isinstance(document, dict) or document.get("apiVersion") != API_VERSION:
            detail, hint = "this is no document of a bundle", f"begin it with apiVersion: {API_VERSION}"
            self._add(Problem(place.file, place.line, "/apiVersion", "bundle.unknown_version", detail, hint))
            return None
        kind = document.get("kind")
        if kind not in KINDS:
            hint = nearest(str(kind), KINDS) or f"one of {', '.join(sorted(KINDS))}"
            self._add(Problem(place.file, place.line, "/kind", "bundle.unknown_kind", f"no kind {kind!r}", hint))
            return None
        return str(kind)

    def _lines_of(self, name: str, source: str, position: int, pointers: frozenset[str]) -> dict[str, int]:
        """Read the file a second time, now noting where things stand: only those in the wrong pay for it."""
        if name.endswith(".json"):
            return {}
        wanted = pointers | {parent for pointer in pointers for parent in _parents(pointer)}
        return list(read_yaml(source, self._limits, wanted=wanted))[position].lines

    def _take(self, kind: str, document: dict[str, Any], name: str, written: Written) -> None:
        place = Place(self._prefix + name, written.line)
        match kind:
            case "Bundle":
                self._manifest = document
            case "Catalog":
                self._put(catalog_in(document, place))
            case "RuleSet":
                self._put(ruleset_in(document, place))
            case "Publication":
                self._publications.append(publication_in(document, place))
            case _:
                self._rows(kind, document, name, written)

    def _rows(self, kind: str, document: dict[str, Any], name: str, written: Written) -> None:
        if (data := document.get("file")) is not None:
            return self._guarded(data, lambda: self._data_file(kind, document, data))
        for position, row in enumerate(document["items"]):
            line = written.lines.get(f"/items/{position}", written.line)
            self._row(kind, document, row, Place(self._prefix + name, line))
        return None

    def _data_file(self, kind: str, document: dict[str, Any], name: str) -> None:
        file = self._prefix + name
        for line, row in read_rows(self._folder, name, self._limits):
            wrong = list(faults(ROWS[kind], row))
            for pointer, detail, suggestion in wrong:
                self._add(Problem(file, line, pointer, "bundle.wrong_shape", detail, suggestion))
            if not wrong:
                self._row(kind, document, row, Place(file, line))
            elif len(self.problems) >= self._limits.problems:
                return

    def _row(self, kind: str, document: dict[str, Any], row: dict[str, Any], place: Place) -> None:
        for each in things_in(kind, document, row, place):
            self._put(each)

    def _put(self, new: Thing) -> None:
        old = self._state.get(new.id)
        if old is None:
            self._state.put(new)
        elif new.place is not None and old.place is not None:
            detail = f"{new} is said twice, first in {old.place.file}:{old.place.line}"
            self._add(Problem(new.place.file, new.place.line, new.place.pointer, "bundle.said_twice", detail))

    def _add(self, problem: Problem) -> None:
        if len(self.problems) < self._limits.problems:
            self.problems.append(problem)

    def _stages(self) -> Iterator[Bundle]:
        names = self._manifest.get("stages", [])
        if names and self._is_stage:
            detail = "a stage has no stages of its own"
            self._add(Problem(self._prefix + MANIFEST, 1, "/stages", "bundle.nested_stages", detail))
            return
        for name in names:
            if not _is_plain_name(name) or (self._path / name).is_symlink():
                detail = f"{name!r} is no folder of this bundle"
                self._add(Problem(self._prefix + MANIFEST, 1, "/stages", "bundle.outside", detail))
                continue
            stage = _Loading(self._path / name, self._limits, f"{self._prefix}{name}/", is_stage=True)
            yield stage.run()
            self.problems.extend(stage.problems)


def _is_plain_name(name: str) -> bool:
    return name not in ("", ".", "..") and "/" not in name and "\\" not in name and "\x00" not in name


def _parents(pointer: str) -> Iterator[str]:
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _nearest_line(lines: dict[str, int], pointer: str, otherwise: int) -> int:
    return next((lines[each] for each in (pointer, *_parents(pointer)) if each in lines), otherwise)
