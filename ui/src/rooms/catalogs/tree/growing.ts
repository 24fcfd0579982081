// Trees for tests: `grown({ a: { b: {} }, c: {} })` is a root with a (and b below it) and c; ids are paths.
import type { Forest, Row } from './forest';

interface Sketch {
  [key: string]: Sketch;
}

export function grown(sketch: Sketch, more: Record<string, Partial<Row>> = {}): Forest {
  const rows = new Map<string, Row>();
  const below = new Map<string, string[]>();
  const plant = (key: string, parentId: string | null, parts: Sketch) => {
    const id = parentId === null ? 'root' : parentId === 'root' ? key : `${parentId}.${key}`;
    const children = Object.entries(parts).map(([each, its]) => plant(each, id, its));
    if (children.length > 0) below.set(id, children);
    const counts = {
      children: children.length,
      assigned: 0,
      excluded: 0,
      rules: 0,
      ratePlans: 0,
      ratePlansBelow: 0,
    };
    const said = { name: null, type: 'category', revision: 1, activeFrom: null, activeTo: null, mark: 0 };
    rows.set(id, { id, parentId, key, ...said, ...counts, ...more[id] });
    return id;
  };
  const root = plant('', null, sketch);
  return { rows, below, tops: [root], paths: new Map([[root, '']]) };
}
