"""Say before anything is installed that nobody can listen on the port of `make run`: `PORT=8000 python3 tools/port.py`.

Runs on the Python of the system, which may be too old (nothing newer than Python 3.6 here). `zichtlijn serve` looks
again when it starts.
"""

import errno
import os
import socket
import sys


def main():
    """Exit status 1, with one sentence, when nobody can listen there."""
    host, port = os.environ.get("ZICHTLIJN_HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        sys.exit("PORT must be a number from 1 to 65535, such as 8000.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(f"Port {port} is in use: choose another, such as `make run PORT={int(port) + 1}`.")
            sys.exit(f"Zichtlijn cannot listen on {host}, port {port}: {error.strerror}.")


if __name__ == "__main__":
    main()
