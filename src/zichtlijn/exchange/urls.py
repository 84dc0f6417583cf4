"""Bringing in and taking along: files of the house itself, and published plans in StratML."""

from zichtlijn.exchange import import_urls, stratml_urls, undo_urls

app_name = "exchange"
urlpatterns = [*import_urls.urlpatterns, *stratml_urls.urlpatterns, *undo_urls.urlpatterns]
