"""Check-in and the places where the line breaks."""

urlpatterns: list = []
