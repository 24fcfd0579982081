"""What the performance table is made with; see docs/guides/performance.md."""

BENCHMARKS = (
    "nodes_create",
    "import_plans",
    "rules_setwise",
    "rules_store",
    "rules_tests",
    "publish_full",
    "publish_incremental",
    "publish_rule_change",
    "version_diff",
    "version_rollback",
    "version_storage",
    "storefront_warm",
    "storefront_cold",
    "storefront_search",
    "sizes",
    "console",
)
