"""Ideas of the draft as plain values; no database, no HTTP."""
