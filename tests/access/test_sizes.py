"""The database learns how large its tables are."""

import pytest
from django.db import connection

from zichtlijn.access.models import User
from zichtlijn.access.sizes import learn_sizes


@pytest.mark.django_db
def test_the_database_knows_its_sizes_afterwards():
    User.objects.bulk_create(User(email=f"iemand{n}@proef.example") for n in range(50))
    learn_sizes()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'access_user' AND idx LIKE '%email%'")
            assert {int(stat.split()[0]) for (stat,) in cursor.fetchall()} == {50}
        else:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'access_user'")
            assert cursor.fetchone()[0] == 50
