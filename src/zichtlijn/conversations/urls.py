from django.urls import path

from zichtlijn.conversations.views import cycles, moments, talking

app_name = "conversations"
urlpatterns = [
    path("conversations/", talking.list_conversations, name="list"),
    path("conversations/<int:pk>/", talking.show_conversation, name="conversation"),
    path("conversations/<int:pk>/look/", talking.look_at_conversation, name="look"),
    path("conversations/<int:pk>/prepare/", talking.prepare, name="prepare"),
    path("conversations/<int:pk>/share/", talking.share_preparation, name="share"),
    path("conversations/<int:pk>/report/", talking.write_report, name="report"),
    path("conversations/<int:pk>/report/earlier/", talking.answer_agreements, name="answer_agreements"),
    path("conversations/<int:pk>/report/agreements/new/", talking.add_agreement, name="add_agreement"),
    path("conversations/agreements/<int:agreement_id>/", talking.change_agreement, name="agreement"),
    path("conversations/agreements/<int:agreement_id>/remove/", talking.remove_agreement, name="remove_agreement"),
    path("conversations/<int:pk>/send/", talking.send_report, name="send"),
    path("conversations/<int:pk>/take-back/", talking.take_back_report, name="take_back"),
    path("conversations/<int:pk>/answer/", talking.answer_report, name="answer"),
    path("conversations/<int:pk>/finish/", talking.finish_conversation, name="finish"),
    path("conversations/<int:pk>/addition/", talking.add_addendum, name="addendum"),
    path("conversations/<int:pk>/file/", talking.take_conversation, name="take"),
    path("moments/", moments.list_moments, name="moments"),
    path("moments/new/", moments.note_moment, name="note_moment"),
    path("moments/<int:moment_id>/share/", moments.share_moment, name="share_moment"),
    path("moments/<int:moment_id>/remove/", moments.remove_moment, name="remove_moment"),
    path("conversation-cycles/", cycles.list_cycles, name="cycles"),
    path("conversation-cycles/new/", cycles.add_cycle, name="add_cycle"),
    path("conversation-cycles/<int:pk>/", cycles.show_cycle, name="cycle"),
    path("conversation-cycles/<int:pk>/edit/", cycles.change_cycle, name="change_cycle"),
    path("conversation-cycles/<int:pk>/steps/new/", cycles.add_step, name="add_step"),
    path("conversation-cycles/steps/<int:step_id>/", cycles.change_step, name="step"),
    path("conversation-cycles/steps/<int:step_id>/remove/", cycles.remove_step, name="remove_step"),
    path("conversation-cycles/<int:pk>/start/", cycles.start_cycle, name="start"),
    path("conversation-cycles/<int:pk>/close/", cycles.close_cycle, name="close"),
    path("conversation-cycles/<int:pk>/remind/", cycles.remind_people, name="remind"),
]
