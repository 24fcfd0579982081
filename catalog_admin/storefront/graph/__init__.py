"""The GraphQL words for what shelves show, and the limits of one query."""
