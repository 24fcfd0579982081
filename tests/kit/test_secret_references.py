"""Secrets are named by where they lie, and never repeated."""

from pathlib import Path

import pytest

from catalog_admin.kit.secret_references import SecretMissing, SecretReference


def test_names_a_variable_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "s3cret")
    file = tmp_path / "a secret"
    file.write_text("from a file\n")
    assert SecretReference("env://A_SECRET").value() == "s3cret"
    assert SecretReference(file.as_uri()).value() == "from a file"


def test_is_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    reference = SecretReference(file.as_uri())
    for text in ("old", "new"):
        file.write_text(text)
        assert reference.value() == text


@pytest.mark.parametrize("missing", ["env://NOT_SET_ANYWHERE", "file:///nowhere/at/all", "file:///dev/null"])
def test_says_where_nothing_is(missing: str) -> None:
    with pytest.raises(SecretMissing, match=missing):
        SecretReference(missing).value()


@pytest.mark.parametrize(
    "secret", ["hunter2", "", "https://hunter2/x", "env://", "file://hunter2/x", "env://A/b", "env://A?b"]
)
def test_the_secret_itself_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(ValueError) as refused:
        SecretReference(secret)
    assert "hunter2" not in str(refused.value)
