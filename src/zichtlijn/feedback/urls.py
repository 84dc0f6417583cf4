from django.urls import path

from zichtlijn.feedback.views import answering, preparing, results, rounds

app_name = "feedback"
urlpatterns = [
    path("feedback/", rounds.show_mine, name="mine"),
    path("feedback/rounds/", rounds.show_all, name="rounds"),
    path("feedback/begin/", rounds.begin_own, name="begin_own"),
    path("people/<int:pk>/feedback/", rounds.show_person, name="person"),
    path("people/<int:pk>/feedback/begin/", rounds.begin, name="begin"),
    path("feedback/<int:pk>/", rounds.show_round, name="round"),
    path("feedback/<int:pk>/behaviours/", preparing.set_up, name="set_up"),
    path("feedback/<int:pk>/raters/", preparing.add_rater, name="raters"),
    path("feedback/<int:pk>/raters/<int:request_id>/remove/", preparing.remove_rater, name="remove_rater"),
    path("feedback/<int:pk>/propose/", rounds.propose, name="propose"),
    path("feedback/<int:pk>/hand-back/", rounds.hand_back, name="hand_back"),
    path("feedback/<int:pk>/open/", rounds.open_it, name="open"),
    path("feedback/<int:pk>/postpone/", rounds.postpone, name="postpone"),
    path("feedback/<int:pk>/stop/", rounds.stop, name="stop"),
    path("feedback/<int:pk>/remove/", rounds.remove, name="remove"),
    path("feedback/<int:pk>/result/", results.show_result, name="result"),
    path("feedback/<int:pk>/share/", results.share, name="share"),
    path("feedback/<int:pk>/withdraw/", results.withdraw, name="withdraw"),
    path("feedback/<int:pk>/take/", results.take, name="take"),
    path("feedback/requests/<int:pk>/", answering.answer, name="answer"),
    path("feedback/requests/<int:pk>/decline/", answering.decline, name="decline"),
]
