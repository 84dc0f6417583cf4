"""Whether a scorecard is in balance, or too one-sided: seven tests, each with what would mend it.

The axes are those of the method: financial is the short term, learning the long term, customers the external and
processes the internal perspective. A perspective that an organisation added stands on neither axis; another name for
a perspective moves nothing. Findings are data: the page turns them into sentences.
"""

from zichtlijn.calculations.balance.by_share import axis_test, dominance_test, empty_test, evenness_test, shares
from zichtlijn.calculations.balance.findings import (
    AXES,
    USUAL_BALANCE,
    USUAL_ENDS,
    BalanceLevel,
    BalanceLimits,
    BalanceTest,
    Basis,
    End,
    Finding,
    Load,
    Mend,
    MendCode,
    Trend,
)
from zichtlijn.calculations.balance.whole import balance, lead_lag_test, path_test, spread_test, worst_level

__all__ = [
    "AXES",
    "USUAL_BALANCE",
    "USUAL_ENDS",
    "BalanceLevel",
    "BalanceLimits",
    "BalanceTest",
    "Basis",
    "End",
    "Finding",
    "Load",
    "Mend",
    "MendCode",
    "Trend",
    "axis_test",
    "balance",
    "dominance_test",
    "empty_test",
    "evenness_test",
    "lead_lag_test",
    "path_test",
    "shares",
    "spread_test",
    "worst_level",
]
