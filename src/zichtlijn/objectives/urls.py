from django.urls import include, path

from zichtlijn.objectives.views import alignment, history, measures, objectives, readings, steps, templates

app_name = "objectives"
urlpatterns = [
    path("alignment/", alignment.show_alignment, name="alignment"),
    path("objectives/", objectives.list_objectives, name="list"),
    path("objectives/new/", objectives.new_objective, name="new"),
    path("objectives/remarks/", objectives.tell_sharper, name="remarks"),
    path("objectives/pick/", objectives.pick_objective, name="pick"),
    path("objectives/<int:pk>/", objectives.show_objective, name="objective"),
    path("objectives/<int:pk>/edit/", objectives.edit_objective, name="edit"),
    path("objectives/<int:pk>/history/", history.show_history, name="history"),
    path("objectives/<int:pk>/move/<slug:name>/", objectives.move_objective, name="move"),
    path("objectives/<int:pk>/parents/", objectives.edit_parents, name="parents"),
    path("objectives/<int:pk>/weights/", objectives.weigh_supporters, name="weights"),
    path("objectives/<int:pk>/check-ins/new/", objectives.check_in, name="add_check_in"),
    path("objectives/<int:pk>/actions/new/", steps.new_action, name="new_action"),
    path("objectives/<int:pk>/measures/new/", measures.new_measure, name="new_measure"),
    path("links/<int:pk>/remove/", objectives.remove_parent, name="remove_parent"),
    path("actions/<int:pk>/edit/", steps.edit_action, name="edit_action"),
    path("actions/<int:pk>/done/", steps.finish_action, name="finish_action"),
    path("measures/<int:pk>/", measures.show_measure, name="measure"),
    path("measures/<int:pk>/edit/", measures.edit_measure, name="edit_measure"),
    path("measures/<int:pk>/end/", measures.end_measure, name="end_measure"),
    path("measures/<int:pk>/readings/new/", readings.record_reading, name="record_reading"),
    path("readings/<int:pk>/correct/", readings.correct_reading, name="correct_reading"),
    path("readings/<int:pk>/withdraw/", readings.withdraw_reading, name="withdraw_reading"),
    path("milestones/<int:pk>/", readings.mark_milestone, name="mark_milestone"),
    path("templates/", templates.list_templates, name="templates"),
    path("templates/new/", templates.new_template, name="new_template"),
    path("templates/<int:pk>/edit/", templates.edit_template, name="edit_template"),
    path("templates/<int:pk>/hand-out/", templates.hand_out, name="hand_out"),
    path("", include("zichtlijn.objectives.check_urls")),
]
