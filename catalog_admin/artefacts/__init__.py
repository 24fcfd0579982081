"""Owns what lies in a rule repository: kinds of files, their one text, checking, evaluation, differences, merges.

Pure: a tree is a Mapping from paths to bytes. Knows no database, no HTTP, no git and no clock.
"""
