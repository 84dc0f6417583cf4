"""Signing in, signing out, passwords and the second factor: the pages of django-allauth that we use."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
