"""The gallery: every component with its states. Signed-in people only, like every page that is not declared public."""

from datetime import timedelta
from types import SimpleNamespace

from django.apps import apps
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zichtlijn.ui.forms import SampleForm
from zichtlijn.ui.icons import ICONS


@require_safe
def gallery(request):
    """Every component of the house with its states, to look at and to test."""
    today = timezone.localdate()
    sample = {"name": "", "unit": "s", "target": "veel", "direction": "down"}
    return render(
        request,
        "ui/gallery.html",
        {
            "bars": [(0.61, 0.68), (0.9, 0.68), (0, 0.1), (1.12, 1), (-0.2, 0.3), (0.45, None), (None, 0.68)],
            "statuses": ["on_course", "behind", "off_course", "to_measure", "partial"],
            "perspectives": ["financial", "customers", "processes", "learning"],
            "levels": ["mission", "strategic", "department", "operational", "role", "project", "personal"],
            "icons": list(ICONS),
            "form": SampleForm(),
            "wrong_form": SampleForm(sample, prefix="wrong"),
            "page": Paginator(range(1, 1235), 50).get_page(3),
            "page_by_key": SimpleNamespace(next_key="b2", previous_key="a1", total=38_000),
            "parts": [app.gallery for app in apps.get_app_configs() if hasattr(app, "gallery")],
            "today": today,
            "days": [today - timedelta(days=2), today + timedelta(days=2), today + timedelta(days=400)],
            "moment": timezone.now(),
            "notice_kinds": [
                ("success", _("Reading saved. The objectives above it follow.")),
                ("info", _("The next period opens on 1 January.")),
                ("warning", _("The weights add up to 90%.")),
                ("error", _("The file holds 37 errors. Nothing was changed.")),
            ],
        },
    )
