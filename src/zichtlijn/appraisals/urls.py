from django.urls import path

from zichtlijn.appraisals.views import appraising, counting, keeping

app_name = "appraisals"
urlpatterns = [
    path("appraisals/", appraising.list_waiting, name="list"),
    path("appraisals/<int:pk>/", appraising.show_appraisal, name="appraisal"),
    path("appraisals/<int:pk>/approve/", appraising.approve_appraisal, name="approve"),
    path("appraisals/<int:pk>/return/", appraising.return_appraisal, name="return"),
    path("appraisals/<int:pk>/object/", appraising.object_to_appraisal, name="object"),
    path("appraisals/<int:pk>/decide/", appraising.decide_objection, name="decide"),
    path("appraisals/<int:pk>/file/", appraising.take_appraisal, name="take"),
    path("appraisals/<int:pk>/label/", keeping.calibrate, name="calibrate"),
    path("conversations/<int:pk>/scores/", appraising.score, name="score"),
    path("conversations/<int:pk>/approval/", keeping.name_people, name="name"),
    path("conversation-cycles/<int:pk>/scale/", keeping.set_scheme, name="scheme"),
    path("conversation-cycles/<int:pk>/calibration/", keeping.show_calibration, name="calibration"),
    path("conversation-cycles/<int:pk>/distribution/", counting.show_distribution, name="distribution"),
]
