"""Where conditions of the rule language can change their mind, input by input, and of which parts nobody knows it.

An input is cut where one of the parts that read it alone changes its answer: of each piece one value is as good as
every other. A part that reads two inputs, or that is none of the forms known here, is told as unknown: values found by
solving it are tried, and no claim is made.
"""
