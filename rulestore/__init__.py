"""git inside Postgres, as a small library; comes with the rule repository."""
