"""Three trees → one, by the ids of what is in them; what cannot be decided is a conflict, and a choice decides it."""
