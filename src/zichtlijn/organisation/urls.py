from django.urls import path

from zichtlijn.organisation.views import periods, picks

app_name = "organisation"
urlpatterns = [
    path("pick/person", picks.pick_person, name="pick_person"),
    path("pick/unit", picks.pick_unit, name="pick_unit"),
    path("pick/position", picks.pick_position, name="pick_position"),
    path("pick/project", picks.pick_project, name="pick_project"),
    path("periods/choose", periods.choose_period, name="choose_period"),
]
