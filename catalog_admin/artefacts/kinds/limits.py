"""How much there may be of everything."""

FILE_BYTES = 1_048_576
DIVIDE = "divide it: a table by one of its inputs, rules one a file; what describes them counts as well"
# Levels of JSON in a file: the deepest condition of the language, inside the deepest place that takes one.
DEPTH = 64
PATH_CHARACTERS = 400
NAME_CHARACTERS = 200
FOLDER_ENTRIES = 100
FILES = 20_000
TREE_BYTES = 256 * 1_048_576
# In one set, those of included sets counted.
RULES = 1_000
# In all sets of a tree, counted in each that asks them.
RULES_OF_ALL = 200_000
