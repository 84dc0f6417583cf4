from django.urls import path

from zichtlijn.ogsm import views

app_name = "ogsm"
urlpatterns = [
    path("ogsm/", views.list_plans, name="list"),
    path("ogsm/<int:pk>/", views.show_ogsm, name="sheet"),
    path("ogsm/<int:pk>/file/", views.take_ogsm, name="take"),
    path("ogsm/<int:pk>/remarks/", views.tell_sharper, name="remarks"),
    path("ogsm/<int:pk>/texts/<int:objective_id>/", views.edit_text, name="text"),
    path("ogsm/<int:pk>/strategies/new/", views.new_strategy, name="new_strategy"),
    path("ogsm/<int:pk>/strategies/<int:strategy_id>/choice/", views.edit_choice, name="choice"),
    path("ogsm/<int:pk>/strategies/<int:strategy_id>/take-over/", views.take_over, name="take_over"),
    path("ogsm/<int:pk>/measures/<int:measure_id>/", views.edit_measure, name="measure"),
    path("ogsm/<int:pk>/measures/new/<int:objective_id>/", views.new_measure, name="new_measure"),
    path("ogsm/<int:pk>/actions/<int:action_id>/", views.edit_action, name="action"),
    path("ogsm/<int:pk>/actions/new/<int:objective_id>/", views.new_action, name="new_action"),
]
