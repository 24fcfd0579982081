"""What this room refuses."""

from catalog_admin.kit.errors import Conflict, Invalid


class TenantKeyTaken(Conflict):
    """Another tenant has this key; keys name tenants in tokens and are never given twice."""

    code = "organisation.tenant_key_taken"


class TenantKeyMalformed(Invalid):
    """A tenant's key is up to 63 small letters, digits and hyphens, beginning with a letter or digit."""

    code = "organisation.tenant_key_malformed"
