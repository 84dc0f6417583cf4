"""The browser runs an event loop in the thread of the tests, and Django keeps connections apart per loop."""

import asyncio

from django.db import connections


def test_the_loop_of_the_browser_gives_the_tests_no_second_connection(browser):
    inside = connections.all()
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        outside = connections.all()
    finally:
        asyncio._set_running_loop(loop)
    assert [id(connection) for connection in inside] == [id(connection) for connection in outside]
