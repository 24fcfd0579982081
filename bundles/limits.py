"""How much a bundle may ask of us. A bundle is somebody else's input, also when it comes from a repository."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes count after unpacking, so a small archive cannot become a large one."""

    file_bytes: int = 64 * MIB
    data_file_bytes: int = 1024 * MIB
    row_bytes: int = MIB
    files: int = 1_000
    depth: int = 64
    aliases: int = 1_000
    values: int = 5_000_000
    digits: int = 200
    exponent: int = 400
    problems: int = 1_000


DEFAULT = Limits()
