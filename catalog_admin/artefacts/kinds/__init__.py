"""The kinds of artefacts: where each lies, what it may say, and its one spelling."""
