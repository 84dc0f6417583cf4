"""Who judges, and how long a scale is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: So few and so many levels a scale has.
FEWEST_LEVELS, MOST_LEVELS = 3, 7


class Side(models.TextChoices):
    """By whom an assessment is."""

    SELF = "self", _("by the person")
    MANAGER = "manager", _("by the manager")
