"""Sets of rules: compiled against a declared context, asked by priority, and every answer explained."""
