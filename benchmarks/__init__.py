"""What the performance table is made with; see docs/guides/performance.md."""
