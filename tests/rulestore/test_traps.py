"""What pygit2 and libgit2 do that the store is built around; each would be found here when a later one does not.

Some stop the interpreter, so each runs in one of its own.
"""

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

import pygit2
import pytest

ROOT = Path(__file__).parents[2]
MEMORY = """
    import os, pygit2, sys, tempfile, threading, zlib
    from pygit2 import Oid, Reference
    S = pygit2.Signature("t", "t@x", 1700000000, 0)

    class Objects(pygit2.OdbBackend):
        def __init__(self):
            super().__init__()
            self.kept = {}
        def read_cb(self, oid): return self.kept[oid.raw]
        def read_header_cb(self, oid):
            kind, content = self.kept[oid.raw]
            return kind, len(content)
        def read_prefix_cb(self, prefix):
            kind, content = self.kept[bytes.fromhex(prefix)]
            return kind, content, Oid(hex=prefix)
        def exists_cb(self, oid): return oid.raw in self.kept
        def exists_prefix_cb(self, prefix): return Oid(hex=prefix)
        def refresh_cb(self): pass
        def write_cb(self, oid, content, kind): self.kept[oid.raw] = (kind, content)
        def __iter__(self): return iter(())

    class Refs(pygit2.RefdbBackend):
        def __init__(self):
            super().__init__()
            self.kept, self.calls = {}, []
        def exists(self, name): return name in self.kept
        def lookup(self, name):
            found = self.kept.get(name)
            if found is None: return None
            return Reference(name, found) if isinstance(found, str) else Reference(name, found, None)
        def write(self, ref, *more): self.kept[ref.name] = ref.target
        def rename(self, *more): self.calls.append("rename"); raise RuntimeError("rename")
        def delete(self, *more): self.calls.append("delete")
        def compress(self): pass
        def has_log(self, name): return False
        def ensure_log(self, name): return False
        def __iter__(self): return iter(())
        def __next__(self): raise StopIteration

    def repository(objects=None, refs=None):
        made = pygit2.Repository()
        odb = pygit2.Odb()
        odb.add_backend(objects or Objects(), 1)
        made.set_odb(odb)
        if refs is not None:
            refdb = pygit2.Refdb.new(made)
            refdb.set_backend(refs)
            made.set_refdb(refdb)
        return made

    def commit(repo, ref=None):
        return repo.create_commit(ref, S, S, "m", repo.TreeBuilder().write(), [])
"""


def run(script: str, place: Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    program = textwrap.dedent(MEMORY) + textwrap.dedent(script)
    return subprocess.run(
        [sys.executable, "-c", program], cwd=place, capture_output=True, text=True, timeout=seconds, check=False
    )


def said(script: str, place: Path) -> str:
    ended = run(script, place)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_the_version_is_the_one_that_was_tried() -> None:
    assert f'"pygit2=={pygit2.__version__}"' in (ROOT / "pyproject.toml").read_text()


def test_a_ref_is_deleted_by_renaming(tmp_path: Path) -> None:
    script = """
        refs = Refs()
        repo = repository(refs=refs)
        commit(repo, "refs/heads/main")
        try: repo.references["refs/heads/main"].delete()
        except RuntimeError: print(refs.calls)
    """
    assert said(script, tmp_path) == "['rename']"


def test_a_call_that_reaches_refs_from_c_stops_the_interpreter(tmp_path: Path) -> None:
    """The callback runs without the lock that Python needs."""
    script = """
        refs = Refs()
        repo = repository(refs=refs)
        commit(repo, "refs/heads/main")
        for _ in range(300): repo.set_head("refs/heads/main")
    """
    assert run(script, tmp_path).returncode < 0


def test_an_error_while_asking_for_an_object_loses_what_was_to_be_written(tmp_path: Path) -> None:
    script = """
        class Failing(Objects):
            def exists_cb(self, oid): raise KeyError("the connection is gone")
        objects = Failing()
        print(repository(objects).create_blob(b"x"), len(objects.kept))
    """
    assert said(script, tmp_path) == "c1b0730e0133447badcfd47fd144e254807b06e1 0"


def test_a_tag_of_a_repository_without_a_path_is_written_where_the_process_stands(tmp_path: Path) -> None:
    script = """
        repo = repository()
        repo.create_tag("v1", commit(repo), 1, S, "tag")
    """
    assert said(script, tmp_path) == ""
    assert (tmp_path / "refs" / "tags" / "v1").exists()


def test_somebodys_own_settings_are_read_unless_they_are_shut_out(tmp_path: Path) -> None:
    (tmp_path / ".gitconfig").write_text("[merge]\n\tconflictstyle = diff3\n")
    script = """
        pygit2.settings.homedir = os.getcwd()
        from pygit2.enums import ConfigLevel
        pygit2.settings.search_path[ConfigLevel.GLOBAL] = os.getcwd()
        print("merge.conflictstyle" in pygit2.init_repository("one").config)
        import rulestore.graph
        print("merge.conflictstyle" in pygit2.init_repository("two").config)
    """
    program = textwrap.dedent(MEMORY) + textwrap.dedent(script)
    ended = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == ["True", "False"]


def test_a_torn_loose_object_is_read_for_ever(tmp_path: Path) -> None:
    """So mirrors keep packs alone."""
    script = """
        repo = pygit2.init_repository("torn", bare=True)
        name = str(repo.create_blob(b"1"))
        path = f"torn/objects/{name[:2]}/{name[2:]}"
        content = open(path, "rb").read()
        os.chmod(path, 0o600)
        open(path, "wb").write(content[:8])
        print("now", flush=True)
        pygit2.Repository("torn").odb.read(name)
    """
    program = textwrap.dedent(MEMORY) + textwrap.dedent(script)
    with subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        assert reading.stdout.readline() == b"now\n"
        with pytest.raises(subprocess.TimeoutExpired):
            reading.wait(0.7)
        reading.kill()


# Every call of pygit2 that takes, makes or moves a ref, or works on files beside a repository.
TAKES_REFS = {
    *("references", "branches", "raw_listall_references", "listall_references", "listall_branches", "remotes", "notes"),
    *("create_tag", "create_branch", "create_reference", "lookup_reference", "lookup_branch", "resolve_refish"),
    *("create_commit", "create_note", "head", "set_head", "head_is_unborn", "checkout", "checkout_tree", "reset"),
    *("revparse", "revparse_ext", "revparse_single", "stash", "merge", "cherrypick", "transaction", "describe"),
    *("set_refdb", "set_odb", "Refdb", "RefdbBackend", "OdbBackend", "init_repository", "clone_repository"),
}


def test_only_one_module_speaks_to_pygit2_and_never_of_refs() -> None:
    files = [*(ROOT / "rulestore").rglob("*.py"), *(ROOT / "catalog_admin").rglob("*.py")]
    speaking = {file.name: ast.parse(file.read_text()) for file in files if "import pygit2" in file.read_text()}
    assert set(speaking) == {"graph.py"}
    used = {node.attr for node in ast.walk(speaking["graph.py"]) if isinstance(node, ast.Attribute)}
    assert not used & TAKES_REFS
