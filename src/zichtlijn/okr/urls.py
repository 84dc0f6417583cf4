from django.urls import path

from zichtlijn.okr import views

app_name = "okr"
urlpatterns = [
    path("okr/", views.show_cycle, name="cycle"),
    path("okr/file/", views.take_cycle, name="take"),
    path("okr/cycles/", views.list_cycles, name="cycles"),
    path("okr/<int:pk>/", views.show_okr, name="okr"),
    path("okr/<int:pk>/check-in/", views.check_in, name="check_in"),
    path("okr/<int:pk>/score/", views.grade_okr, name="grade"),
    path("okr/<int:pk>/carry-over/", views.carry_over, name="carry_over"),
]
