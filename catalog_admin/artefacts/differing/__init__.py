"""What changed between two trees: in people's words and nothing of layout, and in what is answered."""
