"""How the parts of a scorecard are drawn."""

from django import template

from zichtlijn.scorecards.wording import tell_stand

register = template.Library()

register.filter("stand", tell_stand)
