"""Everything the program can be told, by environment variables; read by main, cli and migrations only."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# The form of a reference; what kit/secret_references makes of it is no business of this page.
REFERENCE = re.compile(r"env://[A-Za-z_][A-Za-z0-9_]*|file:///\S+")


class Settings(BaseSettings):
    """Names are the environment variables in capitals; `catalog-admin config check` prints and judges them."""

    # A secret put where only a reference belongs is refused; the refusal does not repeat it.
    model_config = SettingsConfigDict(env_file=None, extra="ignore", hide_input_in_errors=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    data_dir: Path = Field(Path(".data"), description="Where the embedded database keeps its files.")
    mirror_dir: Path | None = Field(
        None,
        description="Where this machine keeps its copies of rule repositories, which may be lost; "
        "default: a folder in DATA_DIR.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="Administrator's URL of a PostgreSQL ≥ 16, of several hosts the one that takes writes; "
        "without it the embedded one is started.",
    )
    database_service_url: SecretStr | None = Field(
        None, description="How the service role connects, if it cannot be derived from DATABASE_URL."
    )
    database_read_url: SecretStr | None = Field(
        None, description="A replica, or several (`host=a,b`), that storefronts read from; see docs/guides/scale.md."
    )
    database_read_lag_seconds: float = Field(
        10, gt=0, le=3600, description="How far the replica may be behind before storefronts read the primary instead."
    )
    database_pool_size: int = Field(10, ge=1, le=100, description="Connections each process keeps to the database.")
    request_lock_seconds: float = Field(
        5, gt=0, le=600, description="How long a request waits for who changes the same thing; then 503."
    )
    request_statement_seconds: float = Field(
        30, gt=0, le=3600, description="How long one statement of a request may take; jobs have no such limit."
    )
    request_idle_seconds: float = Field(
        60, gt=0, le=3600, description="How long a request may hold a transaction without asking the database."
    )
    storefront_statement_seconds: float = Field(
        10, gt=0, le=3600, description="How long one statement of a storefront's query may take."
    )
    discovery_sample: float = Field(
        1.0, ge=0, le=1, description="Which share of shoppers' sessions is kept of what storefronts tell of them."
    )
    discovery_days: int = Field(30, ge=1, le=365, description="How long what shoppers came upon is kept.")
    stream_seconds: float = Field(
        900, gt=0, le=86_400, description="How long an export over HTTP may take, however slowly it is read."
    )
    worker_concurrency: int = Field(
        2,
        ge=0,
        le=16,
        description="Publishes, and beside them imports, that a process does at a time, over seven connections each; "
        "a publish of a million rate plans takes up to 1.5 GB. 0: `serve` leaves both to `catalog-admin worker`.",
    )
    job_retention_days: int = Field(
        90, ge=1, le=3650, description="How long ended jobs and what was wrong with their rows are kept."
    )
    git_seats: int = Field(
        6,
        ge=1,
        le=24,
        description="Clones and pushes that a process works for at a time; a tenant has half of them, a token a third.",
    )
    git_lines: int = Field(
        64,
        ge=1,
        le=1024,
        description="git clients that a process reads from and sends to at a time, or lets wait; shared the same way.",
    )
    git_least_kib_per_second: float = Field(
        4, ge=0.1, le=10_240, description="KiB that a git client sends or takes in a second, at least, or is ended."
    )
    git_patience_seconds: float = Field(
        120, ge=1, le=3600, description="How long a git client may send or take nothing before it is ended."
    )
    git_transfer_seconds: float = Field(
        3600, ge=1, le=86_400, description="How long a git client may send, and then be sent to, in any case."
    )
    git_spool_mib: int = Field(
        32,
        ge=1,
        le=4096,
        description="MiB of a clone that wait on disk (TMPDIR) for a slow reader, each of GIT_LINES; "
        "of a larger one git makes the rest when those are read.",
    )
    rule_anchor_file: Path | None = Field(
        None, description="A file that is told, line by line, where the log of each rule repository is; only added to."
    )
    rule_anchor_url: str | None = Field(None, description="An https address that is told the same, signed.")
    rule_anchor_secret: str | None = Field(
        None,
        validate_default=True,
        description="Where the secret lies that RULE_ANCHOR_URL is signed with, env://NAME or file:///path.",
    )
    rule_anchor_seconds: float = Field(
        300, ge=1, le=86_400, description="How often a worker tells both what is new since it told them last."
    )
    oidc_issuer: str | None = Field(None, description="URL of your identity provider; its JWKS is fetched.")
    oidc_audience: str = Field("catalog-admin", description="The audience tokens must be for.")
    oidc_tenant_claim: str = Field("tenant", description="The claim that names the tenant's key.")
    oidc_roles_claim: str = Field("roles", description="The claim that lists roles.")
    oidc_client_id: str | None = Field(
        None, description="What your identity provider calls the console; without it nobody signs in by browser."
    )
    oidc_client_secret: str | None = Field(
        None, description="Where the client's secret lies, env://NAME or file:///path; none: a public client (PKCE)."
    )
    oidc_scopes: str = Field("openid profile email", description="What the console asks your identity provider for.")
    console_url: str | None = Field(
        None, description="https://host[:port] that browsers see; default: this machine's own address, loopback only."
    )
    session_idle_minutes: int = Field(
        30, ge=2, le=1440, description="After how long without a request somebody signed in has to do so again."
    )
    session_hours: int = Field(12, ge=1, le=168, description="After how long in any case.")
    dev_issuer: bool | None = Field(
        None, description="Built-in development issuer; default: on without OIDC_ISSUER. Loopback only."
    )
    demo: bool = Field(True, description="Load the demo tenant when the database is empty.")
    max_body_bytes: int = Field(8 * 1024 * 1024, ge=1024, description="Largest request body, uploads apart.")
    max_upload_bytes: int = Field(2 * 1024**3, ge=1024, description="Largest uploaded file.")
    log_format: Literal["json", "console"] = Field("console", description="One JSON object a line, or words.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least to be logged.")
    otel_exporter_otlp_endpoint: str | None = Field(
        None, description="OTLP/HTTP endpoint for traces and metrics; off without it."
    )
    shutdown_seconds: int = Field(20, ge=1, le=600, description="How long running requests may take to finish.")

    @field_validator("oidc_issuer", "otel_exporter_otlp_endpoint")
    @classmethod
    def _is_address(cls, said: str | None) -> str | None:
        if said is None:
            return None
        parts = urlsplit(said)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("not an address that begins with https:// or http://")
        if "@" in parts.netloc:
            raise ValueError("an address with a password in it")
        return said

    @field_validator("console_url")
    @classmethod
    def _is_origin(cls, said: str | None) -> str | None:
        address = cls._is_address(said)
        if address is not None and urlsplit(address).path not in ("", "/"):
            raise ValueError("an address without a path: the console lies under /console/")
        return None if address is None else address.rstrip("/")

    @field_validator("rule_anchor_url")
    @classmethod
    def _is_https(cls, said: str | None) -> str | None:
        address = cls._is_address(said)
        if address is not None and urlsplit(address).scheme != "https":
            raise ValueError("not an address that begins with https://")
        return address

    @field_validator("oidc_client_secret", "rule_anchor_secret")
    @classmethod
    def _is_reference(cls, said: str | None) -> str | None:
        if said is not None and not REFERENCE.fullmatch(said):
            raise ValueError("not a reference to a secret: env://NAME or file:///path, never the secret itself")
        return said

    @field_validator("rule_anchor_secret")
    @classmethod
    def _signs_what_is_told(cls, said: str | None, info: ValidationInfo) -> str | None:
        if said is None and info.data.get("rule_anchor_url") is not None:
            raise ValueError("RULE_ANCHOR_URL is told nothing that is not signed")
        return said

    @field_validator("oidc_scopes")
    @classmethod
    def _asks_who(cls, said: str) -> str:
        if "openid" not in said.split():
            raise ValueError("the scope openid is needed: without it there is no ID token")
        return said

    @property
    def mirrors_lie_in(self) -> Path:
        return (self.mirror_dir or self.data_dir / "mirrors").absolute()

    @property
    def uses_dev_issuer(self) -> bool:
        return self.oidc_issuer is None if self.dev_issuer is None else self.dev_issuer
