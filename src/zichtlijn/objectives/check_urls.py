"""Check-in and the places where the line breaks."""

from django.urls import path

from zichtlijn.objectives.views import breaks, check_in

urlpatterns = [
    path("check-in/", check_in.show_check_in, name="check_in"),
    path("check-in/measures/<int:pk>/", check_in.save_measure, name="check_in_measure"),
    path("check-in/objectives/<int:pk>/", check_in.save_objective, name="check_in_objective"),
    path("check-in/readings/<int:pk>/undo/", check_in.undo_reading, name="undo_reading"),
    path("check-in/actions/<int:pk>/done/", check_in.finish_action, name="check_in_action"),
    path("breaks/", breaks.show_breaks, name="breaks"),
    path("breaks/<slug:name>/", breaks.show_break_list, name="break_list"),
]
