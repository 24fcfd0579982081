"""What this room refuses."""

from catalog_admin.kit.errors import Conflict


class TenantKeyTaken(Conflict):
    """Another tenant has this key; keys name tenants in tokens and are never given twice."""

    code = "organisation.tenant_key_taken"
