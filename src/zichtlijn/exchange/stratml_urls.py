"""Pages that bring in and take along published plans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
