"""What one fills in about an analysis."""

from zichtlijn.analysis.forms.industry import ChainForm, DriversForm, StrategyForm, initial_of
from zichtlijn.analysis.forms.matrix import ModeForm, ScoresForm
from zichtlijn.analysis.forms.points import ChangePointForm, PointForm, TurnForm, WeighForm
from zichtlijn.analysis.forms.swot import (
    ChangeContributionForm,
    ContributionForm,
    FactorForm,
    InviteForm,
    MergeForm,
    StartForm,
)

__all__ = [
    "ChainForm",
    "ChangeContributionForm",
    "ChangePointForm",
    "ContributionForm",
    "DriversForm",
    "FactorForm",
    "InviteForm",
    "MergeForm",
    "ModeForm",
    "PointForm",
    "ScoresForm",
    "StartForm",
    "StrategyForm",
    "TurnForm",
    "WeighForm",
    "initial_of",
]
