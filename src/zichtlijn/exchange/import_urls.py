"""Pages that bring in and take along the files of the house itself."""

from django.urls import path

from zichtlijn.exchange import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/<int:job_id>/", views.import_result, name="import_result"),
    path("import/<int:job_id>/bring-in/", views.bring_in, name="bring_in"),
    path("import/<int:job_id>/errors/", views.import_errors, name="import_errors"),
    path("import/templates/<slug:kind>.xlsx", views.template_xlsx, name="template_xlsx"),
    path("import/templates/<slug:sheet>.csv", views.template_of_sheet, name="template_csv"),
    path("import/columns/", views.columns, name="columns"),
    path("export/", views.exports, name="exports"),
    path("export/my-data/", views.my_data, name="my_data"),
    path("export/case/", views.export_case, name="export_case"),
    path("export/<slug:name>.<slug:form>", views.export, name="export"),
]
