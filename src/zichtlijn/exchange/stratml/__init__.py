"""Published plans in StratML (ISO 17469-1): into the program, and out of it again without loss.

In:   opening   bytes → the elements as they stand in the file, opened safely
      mending   those → a plan that follows the standard, and every deviation that was mended on the way
      reading   both together
      mapping   the plan → fields of the house; amounts finds the targets, readings and milestones in it
      importing what is new in it → rows
Out:  queries   rows → what goes into a plan
      composing those → a plan; results does the same for one measure
      writing   the plan → bytes, refused unless they follow the standard

rules says what the standard says, as data; values how days, amounts and identifiers are written; elements is one
element of a plan, whatever file it came from. actions brings in and takes along.
"""
