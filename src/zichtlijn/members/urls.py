from django.urls import path

from zichtlijn.members import views

app_name = "members"
urlpatterns = [
    path("account/email", views.own_address, name="own_address"),
    path("account/email/forget", views.forget_own_address, name="forget_own_address"),
    path("account/email/confirm/<int:change_id>-<str:key>/", views.confirm_address, name="confirm_address"),
    path("account/sessions/end", views.end_own_sessions, name="end_own_sessions"),
    path("members/", views.members, name="members"),
    path("members/add", views.add_member, name="add"),
    path("members/invite", views.invite_people, name="invite"),
    path("members/mail", views.mail_not_sent, name="mail"),
    path("members/mail/again", views.send_all_again, name="send_all_again"),
    path("members/mail/<int:mail_id>/again", views.send_again, name="send_again"),
    path("members/mail/<int:mail_id>/give-up", views.give_up_mail, name="give_up_mail"),
    path("members/roles", views.roles, name="roles"),
    path("members/<int:membership_id>/", views.member, name="member"),
    path("members/<int:membership_id>/invite", views.invite_again, name="invite_again"),
    path("members/<int:membership_id>/email", views.address, name="address"),
    path("members/<int:membership_id>/email/forget", views.forget_address, name="forget_address"),
    path("members/<int:membership_id>/second-step", views.second_step, name="second_step"),
]
