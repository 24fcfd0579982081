"""What the program was told, and what it says when it was told nonsense."""

import json
import stat

import pytest

from catalog_admin.kit.actor import Role
from tests.cli.conftest import Terminal


def test_every_setting_is_shown_with_its_source_and_secrets_are_not(terminal: Terminal) -> None:
    found = {each["name"]: each for each in json.loads(terminal.run("config", "check", "--json"))}
    assert found["DATABASE_URL"]["source"] == "environment"
    assert found["DATABASE_URL"]["value"] == "•••"
    assert found["PORT"] == {"name": "PORT", "value": "8000", "source": "default", "verdict": "fine"}


@pytest.mark.parametrize(
    ("name", "value", "judged"),
    [
        ("PORT", "eighty", "PORT"),
        ("DATABASE_URL", "postgresql://nobody:wrong@127.0.0.1:9/none", "DATABASE_URL"),
        ("DATABASE_URL", "no address at all", "DATABASE_URL"),
        ("HOST", "0.0.0.0", "DEV_ISSUER"),  # noqa: S104 - refused, which is what we test
        ("DATA_DIR", "/dev/null/inside", "DATA_DIR"),
        ("OIDC_ISSUER", "login.example", "OIDC_ISSUER"),
        ("OIDC_ISSUER", "https://me:wrong@login.example", "OIDC_ISSUER"),
        ("OIDC_CLIENT_SECRET", "wrong@secret", "OIDC_CLIENT_SECRET"),
        ("OIDC_CLIENT_SECRET", "env://NOT_SET_ANYWHERE", "OIDC_CLIENT_SECRET"),
        ("OIDC_SCOPES", "profile", "OIDC_SCOPES"),
        ("RULE_ANCHOR_URL", "http://heads.example/", "RULE_ANCHOR_URL"),
        ("RULE_ANCHOR_URL", "https://heads.example/", "RULE_ANCHOR_SECRET"),
        ("RULE_ANCHOR_SECRET", "env://NOT_SET_ANYWHERE", "RULE_ANCHOR_SECRET"),
        ("CONSOLE_URL", "https://shop.example/console/", "CONSOLE_URL"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        ("DATABASE_POOL_SIZE", "100", "DATABASE_POOL_SIZE"),
        ("DATABASE_SERVICE_URL", "postgresql://nobody:wrong@127.0.0.1:9/none", "DATABASE_SERVICE_URL"),
        ("DATABASE_READ_URL", "postgresql://nobody:wrong@127.0.0.1:9/none", "DATABASE_READ_URL"),
    ],
)
def test_a_setting_that_will_not_do_is_named(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str, judged: str
) -> None:
    monkeypatch.setenv(name, value)
    result = terminal.result("config", "check", "--json")
    assert result.exit_code == 1
    wrong = {each["name"] for each in json.loads(result.stdout) if each["verdict"] != "fine"}
    assert judged in wrong
    assert "wrong@" not in result.output


@pytest.mark.parametrize(
    "url", ["postgresql://nobody:s3cret@127.0.0.1:9/none", "nonsense", "postgresql://x:s3cret@y:z/z", "mysql://x/y"]
)
def test_an_unusable_database_is_one_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    said = terminal.fails("catalog", "list")
    assert said.startswith("cli.database_unreachable: ")
    assert len(said.strip().splitlines()) == 1
    assert "s3cret" not in said


def test_a_setting_that_cannot_be_read_is_one_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    assert terminal.fails("catalog", "list").startswith("cli.bad_setting: PORT: ")


def test_an_unknown_tenant_is_one_line(terminal: Terminal) -> None:
    assert terminal.fails("catalog", "list", "--tenant", "nobody").startswith("cli.no_such_tenant: ")


def test_misuse_is_exit_code_2(terminal: Terminal) -> None:
    terminal.fails("catalog", "tree", code=2)
    terminal.fails("token", "--role", "emperor", code=2)


def test_a_token_names_its_tenant_and_the_key_is_nobody_elses(terminal: Terminal) -> None:
    token = terminal.run("token", "--tenant", "demo", "--role", Role.PUBLISHER.value, "--catalog", "global")
    assert token.count(".") == 2
    key = terminal.files / "data" / "dev-issuer-key.json"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_tokens_come_from_the_identity_provider_where_there_is_one(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OIDC_ISSUER", "https://login.example")
    assert terminal.fails("token").startswith("cli.no_dev_issuer: ")


def test_the_demo_of_somebody_elses_database_is_not_reset(terminal: Terminal) -> None:
    assert terminal.fails("demo", "reset", "--yes").startswith("cli.demo_elsewhere: ")


def test_an_unsound_bundle_is_told_by_file_and_line(terminal: Terminal) -> None:
    folder = terminal.files / "bad"
    folder.mkdir()
    (folder / "bundle.yaml").write_text("apiVersion: catalog-admin/v1\nkind: Bundle\nname: bad\n")
    (folder / "a.yaml").write_text("apiVersion: catalog-admin/v1\nkind: Products\nitems:\n- {name: no key}\n")
    result = terminal.result("bundle", "validate", str(folder))
    assert result.exit_code == 1
    assert result.stdout.startswith("a.yaml:4 /items/0: bundle.wrong_shape")
    assert "deploys.bundle_unsound" in terminal.fails("bundle", "apply", str(folder))


def test_a_rule_that_cannot_be_read_is_told_without_a_database(terminal: Terminal) -> None:
    folder = terminal.files / "broken"
    folder.mkdir()
    head = "apiVersion: catalog-admin/v1\n"
    (folder / "bundle.yaml").write_text(f"{head}kind: Bundle\nname: broken\n")
    rules = f"{head}kind: RuleSet\ncatalog: shop\nnode: A\nrules:\n"
    (folder / "a.yaml").write_text(rules + "- {key: one, expression: colour == 1}\n")
    assert terminal.run("bundle", "validate", str(folder)) == "broken: 1 thing, nothing wrong\n"
    (folder / "a.yaml").write_text(
        rules + "- {key: one, expression: 'discountPercent >'}\n- {key: b, when: {pow: [1]}}\n"
    )
    result = terminal.result("bundle", "validate", str(folder))
    assert result.exit_code == 1
    syntax, operator = result.stdout.splitlines()
    assert syntax.startswith("a.yaml:1 /rules/0/expression: predicates.syntax: ruleset shop:A: ")
    assert operator.startswith("a.yaml:1 /rules/1/when: predicates.operator_not_allowed: ")
