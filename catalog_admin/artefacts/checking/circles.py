"""What leads back to itself."""

from collections.abc import Iterable, Mapping


def circles(leads_to: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Each circle once, from its first by name: Tarjan's components, without recursion."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    held: set[str] = set()
    found: list[list[str]] = []
    for start in sorted(leads_to):
        if start in order:
            continue
        work = [(start, iter(sorted(set(leads_to[start]))))]
        order[start] = low[start] = len(order)
        stack.append(start)
        held.add(start)
        while work:
            here, rest = work[-1]
            following = next((each for each in rest if each in leads_to), None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == order[here]:
                    found += _closed(here, stack, held, leads_to)
            elif following not in order:
                order[following] = low[following] = len(order)
                stack.append(following)
                held.add(following)
                work.append((following, iter(sorted(set(leads_to[following])))))
            elif following in held:
                low[here] = min(low[here], order[following])
    return sorted(found)


def _closed(here: str, stack: list[str], held: set[str], leads_to: Mapping[str, Iterable[str]]) -> list[list[str]]:
    component: list[str] = []
    while not component or component[-1] != here:
        component.append(stack.pop())
        held.discard(component[-1])
    is_circle = len(component) > 1 or here in leads_to[here]
    return [sorted(component)] if is_circle else []
