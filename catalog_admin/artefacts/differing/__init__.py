"""What changed between two trees, in the words of what changed: rules, conditions, actions, stages, rows."""
