"""Published plans in StratML (ISO 17469-1): into the program, and out of it again without loss.

rules     what the standard says, as data
values    how dates, amounts, identifiers and addresses are written, strictly and leniently
elements  one element of a plan, whatever file it came from
reading   bytes → a plan that follows the standard, and every deviation that was mended on the way
mapping   elements ↔ fields of the house
writing   a plan → bytes, refused unless they follow the standard
actions   bring in, take along
"""
