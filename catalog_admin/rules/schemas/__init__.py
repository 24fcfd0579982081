"""The words of /rules."""
