"""Names with what is fixed behind them: `a.b["c"][0]`, and whether their author says what holds without a value."""

from catalog_admin.artefacts.tables.words import Word

Path = tuple[str, ...]


def path_at(said: list[Word], place: int) -> tuple[Path, int]:
    """The members that are written after the name, as far as they are fixed, and where they end."""
    path = [said[place].said]
    place += 1
    while place + 1 < len(said):
        mark, member = said[place], said[place + 1]
        if mark.is_mark(".") and member.sort == "name":
            path.append(member.said)
            place += 2
        elif mark.is_mark("[") and place + 2 < len(said) and is_fixed(said, place + 2) and said[place + 2].is_mark("]"):
            path.append(member.meant)
            place += 3
        else:
            break
    return tuple(path), place


def is_fixed(said: list[Word], place: int) -> bool:
    """Whether a bracket closes here that holds one written name or number."""
    if place < 2 or place >= len(said) or not said[place].is_mark("]"):
        return False
    return said[place - 2].is_mark("[") and said[place - 1].sort in ("text", "number")


def list_of(said: list[Word], place: int) -> Path | None:
    """The list that a body goes through, where it is read by its name, or the values of what is."""
    inside = said[place].is_reference and said[place].said == "values" and said[place + 1].is_mark("(")
    start = place + 2 if inside else place
    if start >= len(said) or not said[start].is_reference:
        return None
    path, end = path_at(said, start)
    closed = end + inside < len(said) and said[end + inside].is_mark(",") and (not inside or said[end].is_mark(")"))
    return (path[1:] if path[0] == "$root" else path) if closed else None


def is_guarded(said: list[Word], start: int, end: int) -> bool:
    """Whether the author says what holds without a value: `x ?? 0`, `x == null`, `x != null`."""
    if end < len(said) and said[end].is_mark("??"):
        return True
    asks = end + 1 < len(said) and said[end].is_mark("==", "!=") and said[end + 1].is_keyword("null")
    asked = start > 1 and said[start - 1].is_mark("==", "!=") and said[start - 2].is_keyword("null")
    return asks or asked
