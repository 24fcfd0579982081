import { expect, test } from 'vitest';
import type { Evaluated } from '../queries';
import { tracedFrom } from './tracing';

const part = (expression: string, more: Partial<Evaluated> = {}): Evaluated => ({
  pointer: '',
  operator: '',
  expression,
  value: null,
  outcome: null,
  reason: null,
  parts: [],
  ...more,
});

test('a rule is followed by its condition and what that read; what is written down is left out', () => {
  const read = part('discount', { value: { decimal: '9.5' } });
  const condition = part('discount > 10', { outcome: 'NO_MATCH', parts: [read, part('10', { value: 10 })] });
  const traced = tracedFrom({ thing: 'deep', verdict: 'not_matched', line: 1, why: 'too small', condition });
  expect([traced.says, traced.verdict, traced.why]).toEqual(['deep [1]', 'not_matched', 'too small']);
  const [held] = traced.parts;
  expect([held?.says, held?.verdict, held?.parts.map((each) => each.says)]).toEqual([
    'discount > 10',
    'no_match',
    ['discount'],
  ]);
});
