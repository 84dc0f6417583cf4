"""All addresses. Each is in the table of tests/house/rights.py: url × role × method."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("zichtlijn.access.account_urls")),
    path("", include("zichtlijn.access.urls")),
    path("ui/", include("zichtlijn.ui.urls")),
    path("", include("zichtlijn.organisation.urls")),
    path("", include("zichtlijn.members.urls")),
    path("", include("zichtlijn.privacy.urls")),
    path("", include("zichtlijn.audit.urls")),
    path("", include("zichtlijn.strategy.urls")),
    path("", include("zichtlijn.objectives.urls")),
    path("", include("zichtlijn.competencies.urls")),
    path("", include("zichtlijn.feedback.urls")),
    path("", include("zichtlijn.development.urls")),
    path("", include("zichtlijn.okr.urls")),
    path("", include("zichtlijn.scorecards.urls")),
    path("", include("zichtlijn.analysis.urls")),
    path("", include("zichtlijn.ogsm.urls")),
    path("", include("zichtlijn.growth_plan.urls")),
    path("", include("zichtlijn.conversations.urls")),
    path("", include("zichtlijn.appraisals.urls")),
    path("", include("zichtlijn.rewards.urls")),
    path("", include("zichtlijn.jobs.urls")),
    path("", include("zichtlijn.exchange.urls")),
    path("", include("zichtlijn.home.urls")),
]
handler400 = "zichtlijn.access.views.bad_request"
handler403 = "zichtlijn.access.views.forbidden"
handler404 = "zichtlijn.access.views.not_found"
handler500 = "zichtlijn.access.views.server_error"
handler429 = "zichtlijn.access.views.too_many"  # asked for by django-allauth
