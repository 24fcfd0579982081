"""Whether a whole tree of artefacts holds together: shapes, names, types, references, reach, circles."""
