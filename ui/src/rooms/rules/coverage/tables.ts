// The decision tables of a JDM file, as far as they are shown: what cannot be read is left to the list of parts.
export interface Column {
  id: string;
  title: string;
}

export interface Drawn {
  node: string;
  name: string;
  inputs: Column[];
  outputs: Column[];
  rows: { id: string; description: string; cells: Record<string, string> }[];
}

type Said = Record<string, unknown>;

export function tablesIn(content: string): Drawn[] {
  try {
    const nodes = (JSON.parse(content) as { nodes: Said[] }).nodes;
    return nodes.filter((each) => each.type === 'decisionTableNode').map(drawn);
  } catch {
    return [];
  }
}

function drawn(node: Said): Drawn {
  const said = node.content as Record<'inputs' | 'outputs' | 'rules', Said[]>;
  return {
    node: String(node.id),
    name: String(node.name ?? node.id),
    inputs: said.inputs.map(column),
    outputs: said.outputs.map(column),
    rows: said.rules.map((row) => ({
      id: String(row._id),
      description: String(row._description ?? ''),
      cells: Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell ?? '')])),
    })),
  };
}

function column({ id, name, field }: Said): Column {
  return { id: String(id), title: String(name ?? field ?? id) };
}
