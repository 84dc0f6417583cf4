from django.urls import path

from zichtlijn.analysis.views import swot

app_name = "analysis"
urlpatterns = [
    path("analysis/", swot.list_analyses, name="list"),
    path("analysis/new/", swot.start_analysis, name="start"),
    path("analysis/<int:pk>/", swot.show_swot, name="swot"),
    path("analysis/<int:pk>/board/", swot.show_board, name="board"),
    path("analysis/<int:pk>/contribute/", swot.contribute, name="contribute"),
    path("analysis/<int:pk>/gathering/", swot.set_gathering, name="gathering"),
    path("analysis/<int:pk>/rank/<str:kind>/", swot.rank, name="rank"),
    path("analysis/contributions/<int:pk>/", swot.change_contribution, name="contribution"),
    path("analysis/contributions/<int:pk>/withdraw/", swot.withdraw_contribution, name="withdraw"),
    path("analysis/contributions/<int:pk>/loosen/", swot.loosen_contribution, name="loosen"),
    path("analysis/factors/<int:pk>/", swot.change_factor, name="factor"),
    path("analysis/factors/<int:pk>/move/", swot.move_factor, name="move_factor"),
    path("analysis/factors/<int:pk>/remove/", swot.remove_factor, name="remove_factor"),
]
