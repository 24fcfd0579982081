"""The service: rooms ordered draft → version → release → storefront; see docs/architecture.md."""

VERSION = "0.1.0"
