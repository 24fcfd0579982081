import { membersAt, type Schemas, saidAt, valuesAt } from './schemas';

const ALL: Schemas = {
  'common.json': { $defs: { id: { type: 'string', description: 'A name.' } } },
  'rule.json': {
    type: 'object',
    required: ['id'],
    properties: {
      id: { $ref: 'common.json#/$defs/id' },
      scope: { description: 'What it is asked about.', enum: ['QUOTE', 'LINE'] },
      stop: { type: 'boolean' },
      // biome-ignore lint/suspicious/noThenProperty: a member of rules
      then: { type: 'array', items: { $ref: '#/$defs/action' } },
    },
    $defs: {
      action: {
        properties: { action: { enum: ['WARN', 'SET'] }, payload: { type: 'object' } },
        allOf: [
          {
            if: { properties: { action: { const: 'SET' } } },
            // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
            then: { properties: { payload: { properties: { target: { type: 'string' } } } } },
          },
        ],
      },
    },
  },
};
const names = (value: unknown, steps: string[]) =>
  membersAt(ALL, 'rule.json', value, steps).map((each) => each.name);

test('members are told with what they mean, through references to other files', () => {
  const [id] = membersAt(ALL, 'rule.json', {}, []);
  expect(id).toEqual({ name: 'id', says: 'A name.', type: 'string', isRequired: true });
});

test('what an action needs to know follows from which action it is', () => {
  // biome-ignore lint/suspicious/noThenProperty: a member of rules
  const rule = (action: string) => ({ then: [{ action, payload: {} }] });
  expect(names(rule('SET'), ['then', '0', 'payload'])).toEqual(['target']);
  expect(names(rule('WARN'), ['then', '0', 'payload'])).toEqual([]);
});

test('values are those that the schema lists', () => {
  expect(valuesAt(ALL, 'rule.json', {}, ['scope'])).toEqual(['"QUOTE"', '"LINE"']);
  expect(valuesAt(ALL, 'rule.json', {}, ['stop'])).toEqual(['true', 'false']);
});

test('a place is explained, and one that no schema knows is not', () => {
  expect(saidAt(ALL, 'rule.json', {}, ['scope'])).toBe('What it is asked about.');
  expect(saidAt(ALL, 'rule.json', {}, ['nothing', '0'])).toBe('');
});
