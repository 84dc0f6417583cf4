from django.urls import path

from zichtlijn.members import views

app_name = "members"
urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/add", views.add_member, name="add"),
    path("members/invite", views.invite_people, name="invite"),
    path("members/roles", views.roles, name="roles"),
    path("members/<int:membership_id>/", views.member, name="member"),
    path("members/<int:membership_id>/invite", views.invite_again, name="invite_again"),
]
