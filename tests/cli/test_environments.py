"""An environment that is followed at the command line."""

from tests.cli.conftest import Terminal


def test_following_begins_with_where_it_stands(terminal: Terminal) -> None:
    assert terminal.run("environment", "follow", "dev", "--moves", "0") == "0\n"
