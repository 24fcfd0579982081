import { isName, schemaName, toldOf } from './kinds';

test('names are what the service takes', () => {
  expect(['high', 'eu/high-2', 'a.b_c'].every(isName)).toBe(true);
  expect(['', 'a//b', '../x', '-a', 'a b', 'a.'].some(isName)).toBe(false);
});

test('a rule that lies in a file of its own is checked as a rule', () => {
  expect(schemaName('ruleset', '{"id": "a", "when": true, "then": []}')).toBe('rule.json');
  expect(schemaName('ruleset', '{"rules": []}')).toBe('ruleset.json');
  expect(schemaName('ruleset', 'not yet JSON')).toBe('ruleset.json');
  expect(schemaName('approval-policy', '{"approvalPolicies": []}')).toBe('approval-policies.json');
  expect(schemaName('table', '{}')).toBeUndefined();
});

test('a file is called by its name, a package by what its head says', () => {
  expect(toldOf('{"name": "High discount", "owners": ["team:pricing"]}')).toEqual({
    title: 'High discount',
    owners: ['team:pricing'],
  });
  expect(toldOf('{"package": {"description": "Core"}}').title).toBe('Core');
  expect(toldOf('no JSON')).toEqual({ owners: [] });
});
