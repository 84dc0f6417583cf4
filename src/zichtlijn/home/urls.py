from django.urls import path

from zichtlijn.home import views

app_name = "home"
urlpatterns = [
    path("", views.show_my_line, name="my_line"),
    path("people/<int:person_id>/line/", views.show_line_of, name="line_of"),
    path("my-file/", views.show_my_file, name="my_file"),
    path("team/", views.show_team, name="team"),
    path("search/", views.search, name="search"),
]
