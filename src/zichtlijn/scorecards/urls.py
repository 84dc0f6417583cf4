from django.urls import path

from zichtlijn.scorecards import views

app_name = "scorecards"
urlpatterns = [
    path("scorecard/", views.show_scorecard, name="scorecard"),
    path("scorecard/perspectives/", views.edit_perspectives, name="perspectives"),
    path("scorecard/file/", views.take_scorecard, name="take"),
    path("scorecard/weights/", views.weigh_scorecard, name="weights"),
]
