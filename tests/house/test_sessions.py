"""What looks after the tests themselves: a session that one leaves open is seen, with who opened it."""

import pytest
from django.db import connection

from tests import sessions


@pytest.mark.django_db(transaction=True)
def test_a_session_left_idle_is_named_until_it_is_closed(request):
    second = connection.copy()
    mine = []
    try:
        with second.cursor() as cursor:
            cursor.execute("SELECT 'left behind'")
        mine = [said for said in sessions.others(connection, patience=0.2) if request.node.name in said]
    finally:
        second.close()
    if connection.vendor == "postgresql":
        assert len(mine) == 1
        assert mine[0].endswith("MainThread: idle, SELECT 'left behind'")
    assert [said for said in sessions.others(connection, patience=5) if request.node.name in said] == []
