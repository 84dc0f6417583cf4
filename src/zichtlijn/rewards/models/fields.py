"""Fields that the tables of this room have in common."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

RATIO = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]


def ratio_field(label, **more):
    """A part of a whole, from 0 to 1, in four decimals."""
    return models.DecimalField(label, max_digits=5, decimal_places=4, validators=RATIO, **more)


def money_field(label, **more):
    """An amount to the cent."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))], **more
    )


def user_field(**more):
    """Who did it; the name stands beside it, for an account can go."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", **more
    )
