"""Pages that bring in and take along published plans."""

from django.urls import path

from zichtlijn.exchange.stratml import views

urlpatterns = [
    path("import/plan/", views.import_plan, name="import_plan"),
    path("import/plan/<int:job_id>/", views.plan_result, name="plan_result"),
    path("import/plan/<int:job_id>/bring-in/", views.bring_in_plan, name="bring_in_plan"),
    path("export/plan/", views.export_plan, name="export_plan"),
]
