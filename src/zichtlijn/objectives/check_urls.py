"""Check-in and the places where the line breaks."""

from django.urls import path

from zichtlijn.objectives.views import breaks, check_in

urlpatterns = [
    path("check-in/", check_in.show_check_in, name="check_in"),
    path("breaks/", breaks.show_breaks, name="breaks"),
    path("breaks/<slug:name>/", breaks.show_break_list, name="break_list"),
]
