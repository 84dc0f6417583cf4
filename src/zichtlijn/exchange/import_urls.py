"""Pages that bring in and take along the files of the house itself."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
