"""From files to a sound bundle, or to a list of everything that is wrong with it."""

import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from bundles import BundleRefused, Kind, Problem, load
from bundles.limits import Limits

HEAD = "apiVersion: catalog-admin/v1\n"
MANIFEST = HEAD + "kind: Bundle\nname: test\n"


def bundle(root: Path, **files: str | bytes) -> Path:
    """`nodes__ndjson` stands for nodes.ndjson."""
    contents = {"bundle.yaml": MANIFEST} | {name.replace("__", "."): content for name, content in files.items()}
    for name, content in contents.items():
        (root / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def problems(root: Path, limits: Limits | None = None) -> list[Problem]:
    with pytest.raises(BundleRefused) as refused:
        load(root, limits or Limits())
    return refused.value.problems


def only(root: Path, limits: Limits | None = None) -> Problem:
    (problem,) = problems(root, limits)
    return problem


def test_reads_products_with_their_plans(tmp_path: Path) -> None:
    root = bundle(
        tmp_path,
        products__yaml=HEAD
        + """kind: Products
items:
- key: gps
  name: GPS Sensor
  attributes: {discountPercent: 10.50}
  ratePlans:
  - key: RP-1
    sku: GPS-SENSOR-EU
    charges: [{key: C-1, kind: recurring, unit: ""}]
""",
    )
    found = load(root).wanted
    product, plan = found.get((Kind.PRODUCT, "gps")), found.get((Kind.PLAN, "RP-1"))
    assert product is not None
    assert product.body == {"name": {"en": "GPS Sensor"}, "attributes": {"discountPercent": Decimal("10.50")}}
    assert plan is not None
    assert plan.body["product"] == "gps"
    assert plan.body["charges"] == [{"key": "C-1", "kind": "recurring", "model": "flat", "status": "active"}]


def test_nodes_bring_their_assignments(tmp_path: Path) -> None:
    root = bundle(
        tmp_path,
        catalog__yaml=HEAD
        + "kind: Catalog\nkey: global\n---\n"
        + HEAD
        + "kind: Nodes\ncatalog: global\nitems:\n- {path: A}\n- {path: A.B, plans: [RP-1, {plan: RP-2, pin: 1}]}\n",
    )
    keys = [each.key for each in load(root).wanted]
    assert keys == ["global", "global:A", "global:A.B", "global:A.B/RP-1", "global:A.B/RP-2"]


@pytest.mark.parametrize("packed", [False, True])
def test_rows_may_lie_in_a_data_file(tmp_path: Path, packed: bool) -> None:
    rows = b'{"path": "A"}\n\n{"path": "A.B", "sortKey": 2}\n'
    name = "rows.ndjson.gz" if packed else "rows.ndjson"
    (tmp_path / name).write_bytes(gzip.compress(rows) if packed else rows)
    root = bundle(tmp_path, nodes__yaml=HEAD + f"kind: Nodes\ncatalog: c\nfile: {name}\n")
    assert [(each.key, each.place and each.place.line) for each in load(root).wanted] == [("c:A", 1), ("c:A.B", 3)]


def test_reads_csv_with_dotted_headings(tmp_path: Path) -> None:
    root = bundle(
        tmp_path,
        p__yaml=HEAD + "kind: Products\nfile: p.csv\n",
        p__csv="\ufeffkey,name,tags,attributes.price\r\ngps,GPS,a|b,0.00000015\r\n",
    )
    (product,) = load(root).wanted
    assert product.body == {"name": {"en": "GPS"}, "tags": ["a", "b"], "attributes": {"price": "0.00000015"}}


def test_a_fault_names_file_line_pointer_and_what_was_meant(tmp_path: Path) -> None:
    root = bundle(tmp_path, n__yaml=HEAD + "kind: Nodes\ncatalog: c\nitems:\n- path: A\n- path: B\n  sortkey: 3\n")
    problem = only(root)
    assert (problem.file, problem.line, problem.pointer) == ("n.yaml", 6, "/items/1")
    assert problem.code == "bundle.wrong_shape"
    assert "sortkey" in problem.detail


def test_a_bad_row_names_its_line(tmp_path: Path) -> None:
    root = bundle(
        tmp_path,
        n__yaml=HEAD + "kind: Nodes\ncatalog: c\nfile: n.ndjson\n",
        n__ndjson='{"path": "A"}\n{"path": "no good"}\n{"pth": "C"}\n',
    )
    first, second, third = problems(root)
    assert (first.file, first.line, first.pointer) == ("n.ndjson", 2, "/path")
    assert {second.line, third.line} == {3}
    assert "did you mean path?" in {second.suggestion, third.suggestion}


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    root = bundle(tmp_path, a__yaml="a: [", b__yaml="kind: Nodes", c__yaml=HEAD + "kind: Nodez\n")
    assert [(each.file, each.code) for each in problems(root)] == [
        ("a.yaml", "bundle.broken_yaml"),
        ("b.yaml", "bundle.unknown_version"),
        ("c.yaml", "bundle.unknown_kind"),
    ]
    assert problems(root)[2].suggestion == "did you mean Nodes?"


@pytest.mark.parametrize("name", ["../outside.ndjson", "/etc/passwd.ndjson", "a/../../x.ndjson", "..\\\\x.ndjson"])
def test_refuses_files_outside_the_bundle(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.ndjson").write_text('{"path": "A"}')
    inner = tmp_path / "inner"
    inner.mkdir()
    root = bundle(inner, n__yaml=HEAD + f'kind: Nodes\ncatalog: c\nfile: "{name}"\n')
    assert only(root).code == "bundle.outside"


def test_refuses_links(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ndjson"
    secret.write_text('{"path": "A"}')
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "n.ndjson").symlink_to(secret)
    (inner / "dir").symlink_to(tmp_path)
    root = bundle(
        inner,
        a__yaml=HEAD + "kind: Nodes\ncatalog: c\nfile: n.ndjson\n",
        b__yaml=HEAD + "kind: Nodes\ncatalog: c\nfile: dir/secret.ndjson\n",
    )
    assert [each.code for each in problems(root)] == ["bundle.link_refused"] * 2


def test_a_small_archive_cannot_become_a_large_one(tmp_path: Path) -> None:
    root = bundle(
        tmp_path,
        n__yaml=HEAD + "kind: Nodes\ncatalog: c\nfile: n.ndjson.gz\n",
        n__ndjson__gz=gzip.compress(b" \n" * 5_000_000),
    )
    assert only(root, Limits(data_file_bytes=1_000_000)).code == "bundle.too_large"


def test_a_row_has_a_largest_size(tmp_path: Path) -> None:
    root = bundle(
        tmp_path, n__yaml=HEAD + "kind: Nodes\ncatalog: c\nfile: n.ndjson\n", n__ndjson=b'{"path": "' + b"a" * 3_000_000
    )
    assert only(root).code == "bundle.too_large"


def test_a_broken_archive_is_a_problem(tmp_path: Path) -> None:
    root = bundle(tmp_path, n__yaml=HEAD + "kind: Nodes\ncatalog: c\nfile: n.ndjson.gz\n", n__ndjson__gz=b"not gzip")
    assert only(root).code == "bundle.broken_archive"


def test_a_thing_said_twice_names_both_places(tmp_path: Path) -> None:
    root = bundle(tmp_path, a__yaml=HEAD + "kind: Products\nitems:\n- key: p\n- key: q\n- key: p\n")
    problem = only(root)
    assert (problem.code, problem.line) == ("bundle.said_twice", 6)
    assert "a.yaml:4" in problem.detail


def test_a_node_needs_its_parent(tmp_path: Path) -> None:
    root = bundle(
        tmp_path,
        a__yaml=HEAD + "kind: Catalog\nkey: c\n---\n" + HEAD + "kind: Nodes\ncatalog: c\nitems:\n- path: A.B\n",
    )
    assert only(root).suggestion == "add a node with path: A"


def test_an_interval_ends_after_it_begins(tmp_path: Path) -> None:
    item = "- {key: p, effectiveFrom: 2021-01-01, effectiveTo: 2020-01-01}"
    root = bundle(tmp_path, a__yaml=HEAD + f"kind: Products\nitems:\n{item}\n")
    assert only(root).code == "bundle.bad_interval"


def test_stages_are_bundles_in_folders(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    bundle(tmp_path / "one", a__yaml=HEAD + "kind: Products\nitems: [{key: p}]\n")
    bundle(tmp_path)
    (tmp_path / "bundle.yaml").write_text(MANIFEST + "stages: [one]\n")
    (stage,) = load(tmp_path).stages
    assert [each.key for each in stage.wanted] == ["p"]


@pytest.mark.parametrize("name", ["..", "one/two", "."])
def test_stages_lie_in_the_bundle(tmp_path: Path, name: str) -> None:
    (tmp_path / "bundle.yaml").write_text(MANIFEST + f"stages: ['{name}']\n")
    assert only(tmp_path).code == "bundle.outside"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("kind: Nodes\ncatalog: c\n", "bundle.wrong_shape"),
        ("kind: Nodes\ncatalog: 7\nitems: []\n", "bundle.wrong_shape"),
        ("kind: Nodes\ncatalog: c\nitems: {}\n", "bundle.wrong_shape"),
        ("kind: Tariffs\nitems: [{reference: r, currency: usd}]\n", "bundle.wrong_shape"),
        ("kind: Products\nitems: [{key: 'a/b'}]\n", "bundle.wrong_shape"),
        ("kind: Products\nfile: rows.xml\n", "bundle.unknown_data_format"),
        ("kind: Products\nfile: rows.ndjson\n", "bundle.no_such_file"),
        ("kind: [Nodes]\n", "bundle.unknown_kind"),
    ],
)
def test_bad_types_are_problems(tmp_path: Path, document: str, code: str) -> None:
    assert only(bundle(tmp_path, a__yaml=HEAD + document)).code == code


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path) -> None:
    problem = only(tmp_path)
    assert (problem.file, problem.code) == ("bundle.yaml", "bundle.no_such_file")


def test_json_documents_are_read_exactly(tmp_path: Path) -> None:
    root = bundle(
        tmp_path,
        a__json='{"apiVersion": "catalog-admin/v1", "kind": "Tariffs",'
        ' "items": [{"reference": "r", "currency": "USD", "amount": 0.000000000000015}]}',
    )
    (tariff,) = load(root).wanted
    assert tariff.body["amount"] == Decimal("0.000000000000015")


def test_the_published_schema_is_the_one_we_check_with() -> None:
    here = Path(__file__).parents[2]
    published = here / "docs" / "reference" / "bundle.schema.json"
    assert published.read_text() == (here / "bundles" / "bundle.schema.json").read_text()


def test_the_bundle_of_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "bundles.md").read_text()
    manifest, shop, *_ = [part.partition("```")[0] for part in guide.split("```yaml\n")[1:]]
    (tmp_path / "bundle.yaml").write_text(manifest)
    (tmp_path / "shop.yaml").write_text(shop)
    assert {each.kind for each in load(tmp_path).wanted} == set(Kind)


def test_the_demo_is_sound() -> None:
    demo = load(Path(__file__).parents[2] / "bundles" / "examples" / "demo")
    assert [stage.name for stage in demo.stages if stage.name.startswith("saas")] == [
        f"saas-{year}" for year in range(2019, 2026)
    ]
    shopify = next(stage for stage in demo.stages if stage.name == "shopify")
    assert sum(1 for _ in shopify.wanted.of(Kind.NODE)) == 10_282
