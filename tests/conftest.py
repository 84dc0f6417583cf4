"""What holds for every test: nothing leaves this machine."""

import ipaddress
import socket

import pytest

pytest_plugins = ["tests.factories.fixtures"]


class LeavesThisMachine(Exception):
    """A test tried to reach another machine."""


def _stays_here(family: int, address: object) -> bool:
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return True
    host = address[0] if isinstance(address, tuple) else ""
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def nothing_leaves_this_machine():
    """Refuse every connection but those to this machine itself."""
    patch = pytest.MonkeyPatch()

    def guarded(name):
        original = getattr(socket.socket, name)

        def connect(self, address):
            if not _stays_here(self.family, address):
                raise LeavesThisMachine(f"A test tried to connect to {address}.")
            return original(self, address)

        return connect

    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, guarded(name))
    yield
    patch.undo()
