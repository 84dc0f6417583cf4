"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zichtlijn.settings")
application = get_wsgi_application()

# after Django: only then are the apps there
from zichtlijn.documents.charts.engine import make_ready  # noqa: E402

make_ready()
