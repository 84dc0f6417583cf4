from django.urls import path

from zichtlijn.competencies.views import assessing, keeping

app_name = "competencies"
urlpatterns = [
    path("competencies/", keeping.show_framework, name="framework"),
    path("competencies/scale/", keeping.change_scale, name="scale"),
    path("competencies/new/", keeping.add_competency, name="add"),
    path("competencies/<int:pk>/", keeping.show_competency, name="competency"),
    path("competencies/<int:pk>/edit/", keeping.change_competency, name="change"),
    path("competencies/<int:pk>/end/", keeping.end_competency, name="end"),
    path("competencies/<int:pk>/resume/", keeping.resume_competency, name="resume"),
    path("positions/<int:pk>/competencies/", keeping.change_profile, name="profile"),
    path("positions/<int:pk>/competencies/throw-away/", keeping.throw_away_profile, name="throw_away_profile"),
    path("my-competencies/", assessing.show_mine, name="mine"),
    path("people/<int:pk>/competencies/", assessing.show_person, name="person"),
    path("people/<int:pk>/competencies/assess/", assessing.assess, name="assess"),
    path("people/<int:pk>/competencies/assess/throw-away/", assessing.throw_away, name="throw_away"),
    path("competencies/assessments/<int:pk>/", assessing.show_assessment, name="assessment"),
    path("competencies/team/", assessing.show_team, name="team"),
]
