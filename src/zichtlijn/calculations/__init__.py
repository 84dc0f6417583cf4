"""The calculating core: every number the house shows is computed here and nowhere else.

Plain Python only. Nothing in this folder knows Django, reads a file, looks at the clock or rounds: dates and values
come in as arguments, exact results go out, and showing a number with two digits is the work of the page.

Measured amounts are `Decimal`, because a stored amount may not change by being stored. Ratios (progress, expected
progress, coverage, weights) are `float`: they are averaged and summed by the database as well, and are compared with
the tolerance `TINY`, never for equality. Where a judgement or pay follows from a number there is no tolerance: `bands`,
`appraisal` and `rewards` count in exact fractions, and amounts of pay go to whole cents by one rule, at the very end.

Modules
    objectives   progress, expected course, status, roll-up, problems of an aim, line coverage
    calendar     fiscal years, their parts, and the day the next reading is due
    contribution how far a measure moved, of what was meant
    anonymity    which figures may be shown without telling something of one person
    means        weighted means that say how much of the weight is known
    scorecards   the balanced scorecard: scores, colours, weights that change from a day on
    strategy_map arrows from cause to effect: cycles, ways, and what is missing among them
    balance      whether a scorecard is in balance or too one-sided, and what would mend it
    association  whether two measures move together, and how much later
    confrontation SWOT, the confrontation matrix of several raters, key issues, options
    industry     Porter: five forces, the value chain, the generic strategy
    okr          grades of key results and objectives, their bands, and what a set of them tells
    bands        a range cut into named stretches, each value in exactly one
    appraisal    the weighted proposal line by line, label and reason, surprises, calibration
    competencies gaps between what a position requires and what was seen, and how much is fulfilled
    rewards      the place in a salary scale, raises, their cost to the cent, equal pay
    plans        help while writing: texts, SMART, the rules of an OGSM, good numbers of things

Each public function has a page in `docs/method/`, whose examples are run as tests.
"""
