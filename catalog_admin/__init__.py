"""The service: rooms ordered draft → version → release → storefront; see docs/architecture.md."""
