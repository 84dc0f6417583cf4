from django.urls import path

from zichtlijn.privacy.views import keeping, speaking

app_name = "privacy"
urlpatterns = [
    path("my-file/statements/new/", speaking.add_statement, name="add_statement"),
    path("my-file/statements/new/<slug:subject>/<int:pk>/", speaking.add_statement, name="add_statement_to"),
    path("my-file/statements/<int:pk>/withdraw/", speaking.withdraw_statement, name="withdraw_statement"),
    path("my-file/corrections/new/", speaking.ask_correction, name="ask_correction"),
    path("my-file/corrections/<int:pk>/withdraw/", speaking.withdraw_correction, name="withdraw_correction"),
    path("corrections/", speaking.list_corrections, name="corrections"),
    path("corrections/<int:pk>/", speaking.decide_correction, name="correction"),
    path("retention/", keeping.show_retention, name="retention"),
    path("retention/terms/<slug:data_class>/", keeping.change_term, name="term"),
    path("retention/people/<int:person_id>/hold/", keeping.add_hold, name="hold"),
    path("retention/holds/<int:pk>/lift/", keeping.lift_hold, name="lift"),
]
