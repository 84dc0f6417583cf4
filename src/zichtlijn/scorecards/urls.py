from django.urls import path

from zichtlijn.scorecards.views import balance, card, perspectives, strategy_map, weights

app_name = "scorecards"
urlpatterns = [
    path("scorecard/", card.show_scorecard, name="scorecard"),
    path("scorecard/balance/", balance.show_balance, name="balance"),
    path("scorecard/map/", strategy_map.show_map, name="map"),
    path("scorecard/map/file/", strategy_map.take_map, name="take_map"),
    path("scorecard/map/<int:pk>/", strategy_map.edit_arrow, name="arrow"),
    path("scorecard/map/<int:pk>/remove/", strategy_map.remove_arrow, name="remove_arrow"),
    path("scorecard/present/", card.present_scorecard, name="present"),
    path("scorecard/perspectives/", perspectives.edit_perspectives, name="perspectives"),
    path("scorecard/file/", card.take_scorecard, name="take"),
    path("scorecard/weights/", weights.weigh_scorecard, name="weights"),
    path("scorecard/weights/withdraw/", weights.withdraw_weights, name="withdraw_weights"),
]
