"""Memberships by the ten thousand: their texts are made column by column, and only hashes one by one.

What a single one says is in `model`; a property test holds the two against each other.
"""

from binascii import hexlify
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import compress

import orjson
import polars as pl

from catalog_admin.kit.canonical import canonical_json
from catalog_admin.publishing import merkle
from catalog_admin.publishing.model import MIDDLE, PINLESS, RANKLESS, Kind
from catalog_admin.publishing.spool import escaped

KIND = Kind.MEMBERSHIP.value
KEY_FROM = len(f"{KIND}/")
ESCAPED = r'["\\\x00-\x1f]'  # in JSON, and more than COPY escapes


@dataclass(frozen=True, slots=True)
class Memberships:
    """`names` are what the hashes of keys are taken over, `starts` their lines for COPY up to the hashes."""

    names: Sequence[bytes]
    bodies: Sequence[bytes]
    starts: Sequence[bytes]
    key_hashes: Sequence[bytes]
    entry_hashes: Sequence[bytes]

    def only(self, wanted: Sequence[bool]) -> "Memberships":
        return Memberships(
            *(
                list(compress(each, wanted))
                for each in (self.names, self.bodies, self.starts, self.key_hashes, self.entry_hashes)
            )
        )

    def lines(self) -> list[bytes]:
        """For COPY, in the columns of the stage."""
        return [
            b"%b%d\t\\\\x%b\n" % (start, key[0] << 8 | key[1], hexlify(entry))
            for start, key, entry in zip(self.starts, self.key_hashes, self.entry_hashes, strict=True)
        ]

    def keys(self) -> Iterator[str]:
        return (name[KEY_FROM:].decode() for name in self.names)


def memberships_of(members: pl.DataFrame) -> Memberships:
    """Of a population with the keys of its rate plans."""
    made = _texts(members)
    bodies = made["body"].to_list()
    names = made["name"].to_list()
    return Memberships(
        names=names,
        bodies=bodies,
        starts=made["start"].to_list(),
        key_hashes=[sha256(name).digest() for name in names],
        entry_hashes=[
            sha256(b'%b%b"]' % (said, sha256(body).hexdigest().encode())).digest()
            for said, body in zip(made["said"].to_list(), bodies, strict=True)
        ],
    )


def _texts(members: pl.DataFrame) -> pl.DataFrame:
    """`said` is what an entry is hashed over, up to the hash of its body: three texts in JSON."""
    in_json, in_copy = _spelled(members["plan_key"])
    audience_in_json, audience_in_copy = _audiences(members["audience"])
    named = members.with_columns(
        pl.col("node_id", "source").cast(pl.String),
        pl.col("pin", "rank", "score").cast(pl.Int64),
        in_json.alias("in_json"),
        in_copy.alias("in_copy"),
        audience_in_json.alias("audience_in_json"),
        audience_in_copy.alias("audience_in_copy"),
    )
    texts = {
        "name": _joined(f"{KIND}/", "$node_id", "/", "$plan_key"),
        "said": _joined(f'{merkle.ENTRY.decode()}["{KIND}","', "$node_id", "/", "$in_json", '","'),
        "body": _joined(
            "{",
            _if_said("audience_in_json", '"audience":'),
            *('"node":"', "$node_id", '",'),
            _if_said("pin", '"pin":'),
            *('"plan":"', "$in_json", '",'),
            _if_said("rank", '"rank":'),
            *('"score":', "$score", ',"source":"', "$source", '"}'),
        ),
        "start": _joined(
            *(
                "$node_id",
                "\t",
                "$plan_id",
                "\t",
                "$source",
                "\t",
                pl.col("pin").cast(pl.String).fill_null("\\N"),
                "\t",
            ),
            *(*_order(), "\t", pl.col("audience_in_copy").fill_null("\\N"), "\t"),
        ),
    }
    return named.select(text.cast(pl.Binary).alias(name) for name, text in texts.items())


def _order() -> tuple[str | pl.Expr, ...]:
    """As `model.order_key` has it."""
    pinned = _ten_digits(pl.col("pin")).fill_null(PINLESS)
    ranked = _ten_digits(pl.col("rank") + MIDDLE).fill_null(RANKLESS)
    return pinned, ".", _ten_digits(MIDDLE - pl.col("score")), ".", ranked, ".", "$in_copy"


def _ten_digits(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(10)


def _if_said(column: str, name: str) -> pl.Expr:
    return pl.concat_str(pl.lit(name), pl.col(column), pl.lit(",")).fill_null("")


def _joined(*parts: str | pl.Expr) -> pl.Expr:
    """Texts, and with a dollar in front the columns between them."""
    return pl.concat_str(
        part if isinstance(part, pl.Expr) else pl.col(part[1:]) if part.startswith("$") else pl.lit(part)
        for part in parts
    )


def _spelled(keys: pl.Series) -> tuple[pl.Series, pl.Series]:
    """As JSON spells them between its quotes, and as COPY does: nearly always as they are."""
    if not keys.str.contains(ESCAPED).any():
        return keys, keys
    in_json = [orjson.dumps(key)[1:-1].decode() for key in keys]
    return pl.Series(in_json, dtype=pl.String), pl.Series(map(escaped, keys), dtype=pl.String)


def _audiences(said: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Canonical for bodies, as it stands for COPY; there are few of them."""
    few = said.drop_nulls().unique().to_list()
    canonical = {each: canonical_json(orjson.loads(each)).decode() for each in few}
    copied = {each: escaped(each) for each in few}
    return tuple(  # type: ignore[return-value]
        pl.Series([None if each is None else spelled[each] for each in said], dtype=pl.String) if few else said
        for spelled in (canonical, copied)
    )
