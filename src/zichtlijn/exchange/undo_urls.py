"""Pages that take an import out again."""

from django.urls import path

from zichtlijn.exchange.undo import views

urlpatterns = [
    path("import/done/", views.imported, name="imported"),
    path("import/done/<int:import_id>/", views.undo, name="undo"),
    path("import/done/<int:import_id>/leave/", views.leaving, name="undo_leaving"),
    path("import/done/<int:import_id>/take-out/", views.take_out, name="take_out"),
    path("import/undone/<int:job_id>/", views.undo_result, name="undo_result"),
]
