"""The command line: parse, open a Work, call commands, print.

Decides nothing.
"""
