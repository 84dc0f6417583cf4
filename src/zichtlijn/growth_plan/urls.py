from django.urls import path

from zichtlijn.growth_plan import views

app_name = "growth_plan"
urlpatterns = [
    path("growth-plan/", views.list_plans, name="list"),
    path("growth-plan/new/", views.start_plan, name="start"),
    path("growth-plan/<int:pk>/", views.show_plan, name="plan"),
    path("growth-plan/<int:pk>/texts/", views.write_plan, name="write"),
    path("growth-plan/<int:pk>/propose/", views.propose_plan, name="propose"),
    path("growth-plan/<int:pk>/withdraw/", views.withdraw_plan, name="withdraw"),
    path("growth-plan/<int:pk>/file/", views.take_plan, name="take"),
    path("growth-plan/<int:pk>/adopt/", views.adopt_plan, name="adopt"),
    path("growth-plan/<int:pk>/return/", views.return_plan, name="return"),
    path("growth-plan/<int:pk>/editions/<int:number>/", views.show_edition, name="edition"),
    path("growth-plan/<int:pk>/editions/<int:number>/file/", views.take_edition, name="take_edition"),
    path("growth-plan/<int:pk>/reviews/new/", views.review_plan, name="review_now"),
    path("growth-plan/<int:pk>/reviews/<int:review_id>/", views.show_review, name="review"),
]
