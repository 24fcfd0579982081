"""The SQL that commands need."""
