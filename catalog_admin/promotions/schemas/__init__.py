"""Request and response words."""
