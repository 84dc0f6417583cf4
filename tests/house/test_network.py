"""The tests themselves cannot reach another machine."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_a_connection_to_another_machine_is_refused(address):
    with socket.socket() as attempt, pytest.raises(Exception, match="A test tried to connect"):
        attempt.connect(address)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
