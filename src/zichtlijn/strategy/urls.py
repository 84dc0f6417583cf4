from django.urls import path

from zichtlijn.strategy import views

app_name = "strategy"
urlpatterns = [
    path("strategy/", views.show_direction, name="direction"),
    path("strategy/new/", views.state_direction, name="new"),
    path("strategy/<int:pk>/", views.show_direction, name="show"),
    path("strategy/<int:pk>/edit/", views.change_direction, name="edit"),
    path("strategy/<int:pk>/history/", views.show_history, name="history"),
]
