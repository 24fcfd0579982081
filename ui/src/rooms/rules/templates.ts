// A new file of each kind, as small as it can be; what a test is of and what a guardrail measures is the author's to name.
import type { Kind } from '@/rooms/repository/kinds';

const CONTEXT = 'https://json-schema.org/draft/2020-12/schema';

function idOf(name: string): string {
  return name.replaceAll('/', '.');
}

const MADE: Record<Kind, (id: string) => object> = {
  predicate: (id) => ({ id, name: '', owners: [], when: true }),
  ruleset: (id) => ({
    id,
    name: '',
    owners: [],
    rules: [
      {
        id: `${id}.first`,
        scope: 'QUOTE',
        priority: 100,
        when: true,
        // biome-ignore lint/suspicious/noThenProperty: it is what the language calls what is done
        then: [{ action: 'EXPLAIN', payload: { code: 'FIRST', message: '' } }],
      },
    ],
  }),
  table: (id) => ({
    nodes: [
      { id: 'input', name: 'Request', type: 'inputNode', position: { x: 80, y: 120 } },
      {
        id,
        name: id,
        type: 'decisionTableNode',
        position: { x: 320, y: 120 },
        content: {
          hitPolicy: 'first',
          inputs: [{ id: 'in', name: 'Input', field: 'input' }],
          outputs: [{ id: 'out', name: 'Output', field: 'output' }],
          rules: [{ _id: 'row-1', in: '', out: 'true' }],
        },
      },
      { id: 'output', name: 'Response', type: 'outputNode', position: { x: 560, y: 120 } },
    ],
    edges: [
      { id: 'first', sourceId: 'input', targetId: id, type: 'edge' },
      { id: 'last', sourceId: id, targetId: 'output', type: 'edge' },
    ],
  }),
  'approval-policy': (id) => ({
    id,
    name: '',
    owners: [],
    mode: 'SEQUENTIAL',
    stages: [{ name: 'first', mode: 'ANY', approvers: ['role:approver'], slaHours: 24 }],
  }),
  guardrail: (id) => ({
    id,
    name: '',
    owners: [],
    level: 'ORGANISATION',
    limits: [{ id: 'first', measure: '', max: 0, breach: 'WARN' }],
  }),
  template: (id) => ({ id, name: id, owners: [] }),
  workflow: (id) => ({
    id,
    name: '',
    owners: [],
    for: 'QUOTE',
    initial: 'draft',
    states: [{ id: 'draft' }, { id: 'done', isFinal: true }],
    transitions: [{ id: 'finish', from: 'draft', to: 'done', on: 'finish' }],
  }),
  package: (id) => ({ package: { id, version: '1.0.0', owners: [] } }),
  test: (id) => ({
    id,
    name: '',
    owners: [],
    subject: { kind: 'predicate', id: '' },
    cases: [{ id: 'first', context: {}, expect: { outcome: 'MATCH' } }],
  }),
  schema: () => ({ $schema: CONTEXT, title: '', type: 'object', properties: { amount: { type: 'number' } } }),
};

export function templateOf(kind: Kind, name: string): string {
  return `${JSON.stringify(MADE[kind](idOf(name)), null, 2)}\n`;
}
