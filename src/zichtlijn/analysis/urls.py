from django.urls import path

from zichtlijn.analysis.views import industry, matrix, points, swot

app_name = "analysis"
urlpatterns = [
    path("analysis/", swot.list_analyses, name="list"),
    path("analysis/new/", swot.start_analysis, name="start"),
    path("analysis/<int:pk>/", swot.show_swot, name="swot"),
    path("analysis/<int:pk>/board/", swot.show_board, name="board"),
    path("analysis/<int:pk>/contribute/", swot.contribute, name="contribute"),
    path("analysis/<int:pk>/gathering/", swot.set_gathering, name="gathering"),
    path("analysis/<int:pk>/invite/", swot.invite, name="invite"),
    path("analysis/<int:pk>/rank/<str:kind>/", swot.rank, name="rank"),
    path("analysis/contributions/<int:pk>/", swot.change_contribution, name="contribution"),
    path("analysis/contributions/<int:pk>/withdraw/", swot.withdraw_contribution, name="withdraw"),
    path("analysis/contributions/<int:pk>/loosen/", swot.loosen_contribution, name="loosen"),
    path("analysis/factors/<int:pk>/", swot.change_factor, name="factor"),
    path("analysis/factors/<int:pk>/move/", swot.move_factor, name="move_factor"),
    path("analysis/factors/<int:pk>/remove/", swot.remove_factor, name="remove_factor"),
    path("analysis/<int:pk>/matrix/", matrix.show_matrix, name="matrix"),
    path("analysis/<int:pk>/matrix/file/", matrix.take_confrontation, name="take_matrix"),
    path("analysis/<int:pk>/matrix/open/", matrix.set_scoring, name="scoring"),
    path("analysis/<int:pk>/matrix/score/", matrix.score_matrix, name="score"),
    path("analysis/<int:pk>/points/", points.list_points, name="points"),
    path("analysis/<int:pk>/points/new/", points.add_point, name="add_point"),
    path("analysis/<int:pk>/points/weigh/", points.weigh_points, name="weigh"),
    path("analysis/points/<int:pk>/", points.change_point, name="point"),
    path("analysis/points/<int:pk>/remove/", points.remove_point, name="remove_point"),
    path("analysis/points/<int:pk>/objective/", points.turn_into_objective, name="turn"),
    path("analysis/<int:pk>/industry/", industry.show_industry, name="industry"),
    path("analysis/<int:pk>/industry/chain/", industry.change_chain, name="chain"),
    path("analysis/<int:pk>/industry/strategy/", industry.choose_strategy, name="strategy"),
    path("analysis/<int:pk>/industry/forces/<str:force>/", industry.change_force, name="force"),
    path("analysis/drivers/<int:pk>/swot/", industry.take_driver_along, name="take_driver"),
    path("analysis/activities/<int:pk>/swot/", industry.take_activity_along, name="take_activity"),
]
