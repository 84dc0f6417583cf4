import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    """What is said outside a page is read in English here; pages follow the language of the account."""
    with translation.override("en"):
        yield
