"""Do the things of one bundle fit together? What they need from elsewhere is the service's to check."""

from collections.abc import Iterator, Sequence

from bundles.model import Kind, Place, Publication, State, Thing, catalog_of, node_key

Incoherence = tuple[Place, str, str, str | None]
NOWHERE = Place("", 0)


def incoherent(state: State, publications: Sequence[Publication]) -> Iterator[Incoherence]:
    """Nodes without a parent, a catalog described twice over, dates that end before they begin."""
    complete = {each.key for each in state.of(Kind.CATALOG)}
    for each in state:
        yield from _interval(each)
        if each.kind in (Kind.NODE, Kind.RULESET, Kind.ASSIGNMENT):
            yield from _position(each, state, complete)
    yield from _tags(publications)


def _position(each: Thing, state: State, complete: set[str]) -> Iterator[Incoherence]:
    """Only in a catalog that this bundle declares: nodes of another one may stand there already."""
    catalog = catalog_of(each)
    if catalog not in complete:
        return
    path = each.key.partition(":")[2].partition("/")[0]
    needed = path.rpartition(".")[0] if each.kind == Kind.NODE else path
    if needed and (Kind.NODE, node_key(catalog, needed)) not in state:
        detail = f"{each} needs the node {needed}, which this bundle does not say"
        yield each.place or NOWHERE, "bundle.node_missing", detail, f"add a node with path: {needed}"


def _interval(each: Thing) -> Iterator[Incoherence]:
    for first, last in (("effectiveFrom", "effectiveTo"), ("validFrom", "validTo"), ("activeFrom", "activeTo")):
        begins, ends = each.body.get(first), each.body.get(last)
        # Instants of different offsets are for the service to compare: only what is plainly wrong is said here.
        if begins and ends and len(begins) == len(ends) and begins[10:] == ends[10:] and begins >= ends:
            detail = f"{each} ends ({last} {ends}) before it begins ({first} {begins})"
            yield each.place or NOWHERE, "bundle.bad_interval", detail, None


def _tags(publications: Sequence[Publication]) -> Iterator[Incoherence]:
    seen: set[tuple[str, str]] = set()
    for publication in publications:
        for tag in publication.tags:
            if (publication.catalog, tag) in seen:
                detail = f"two publications of {publication.catalog} carry the tag {tag}"
                yield publication.place or NOWHERE, "bundle.said_twice", detail, None
            seen.add((publication.catalog, tag))
