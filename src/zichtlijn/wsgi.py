"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from zichtlijn.access.incoming import readable
from zichtlijn.loading import load

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zichtlijn.settings")
load()
application = readable(get_wsgi_application())

# after Django: only then are the apps there
from zichtlijn.documents.charts.engine import make_ready  # noqa: E402


def calm_collector() -> None:
    """Let Python look for circular garbage less often, and never again among what the start of the program made.

    A request makes tens of thousands of small objects that go by themselves; with the settings of Python each one pays
    for some hundred searches: 7% of the time of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


make_ready()
calm_collector()
