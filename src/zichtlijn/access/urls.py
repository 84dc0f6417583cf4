from django.urls import path

from zichtlijn.access import views

app_name = "access"
urlpatterns = [
    path("health", views.health, name="health"),
    path("csp-report", views.csp_report, name="csp_report"),
    path("language", views.choose_language, name="language"),
    path("account", views.account, name="account"),
    path("no-organisation", views.no_organisation, name="no_organisation"),
    path("in/<slug:slug>/<path:path>", views.open_in, name="open_in"),
    path("switch", views.switch_organisation, name="switch"),
]
