"""Who takes nothing of what was sent does not keep a connection for ever."""

import socket
import sys

import pytest

from catalog_admin.cli.serve import _listening
from catalog_admin.settings import Settings


@pytest.mark.enable_socket
@pytest.mark.skipif(sys.platform != "linux", reason="no other system lets go of them by itself")
def test_connections_are_let_go_when_nothing_is_taken_for_as_long_as_an_export_may_last() -> None:
    with _listening(Settings(port=0, stream_seconds=7)) as listener:
        listener.settimeout(20)
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as line:
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 7000
