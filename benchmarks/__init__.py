"""What the performance table is made with; see docs/guides/performance.md."""

BENCHMARKS = ("nodes_create", "import_plans", "publish_full", "version_diff", "storefront_warm", "console")
