"""What one fills in about the reward system, salaries, rounds and proposals."""

from zichtlijn.rewards.forms.fields import (
    read_number,
)
from zichtlijn.rewards.forms.promotions import PromotionForm
from zichtlijn.rewards.forms.rounds import (
    DecideForm,
    DeciderForm,
    ObjectForm,
    PayrollForm,
    PromotionsPayrollForm,
    ProposeForm,
    ReturnForm,
    RoundForm,
)
from zichtlijn.rewards.forms.salaries import (
    GenderForm,
    PeopleForm,
    SalaryForm,
)
from zichtlijn.rewards.forms.systems import (
    AxesForm,
    CellsForm,
    ConsentForm,
    NewSystemForm,
    ScaleForm,
    SystemForm,
)

__all__ = [
    "AxesForm",
    "CellsForm",
    "ConsentForm",
    "DecideForm",
    "DeciderForm",
    "GenderForm",
    "NewSystemForm",
    "ObjectForm",
    "PayrollForm",
    "PeopleForm",
    "PromotionForm",
    "PromotionsPayrollForm",
    "ProposeForm",
    "ReturnForm",
    "RoundForm",
    "SalaryForm",
    "ScaleForm",
    "SystemForm",
    "read_number",
]
