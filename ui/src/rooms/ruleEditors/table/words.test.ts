import i18n, { type TFunction } from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import ruleEditors from '../locales/en.json';
import { tablesIn } from './model';
import { detailWords, pointerWords } from './words';

let t: TFunction<'ruleEditors'>;
beforeAll(async () => {
  await i18n.init({ lng: 'en', resources: { en: { ruleEditors } }, interpolation: { escapeValue: false } });
  t = i18n.getFixedT('en', 'ruleEditors') as TFunction<'ruleEditors'>;
});

const content = {
  inputs: [{ id: 'a', name: 'Segment', field: 'account.segment' }],
  outputs: [{ id: 'b', field: 'limit' }],
  rules: [{ _id: 'one' }, { _id: 'two' }],
  default: {},
};
const tables = tablesIn({ nodes: [{ id: 't', type: 'decisionTableNode', content }] });

it.each<[string, string | null]>([
  ['/nodes/0/content/rules/1/a', 'Row 2 · Segment'],
  ['/nodes/0/content/rules/1', 'Row 2'],
  ['/nodes/0/content/rules/0/_description', 'Row 1 · Description'],
  ['/nodes/0/content/default/b', 'else · limit'],
  ['/nodes/0/content/inputs/0/field', 'Segment'],
  ['/nodes/0/content/rules', null],
  ['/nodes/3', null],
])('%s is told as %s', (pointer, words) => {
  expect(pointerWords(t, tables, pointer)).toBe(words);
});

it.each([
  ['Unexpected end of unary expression at (3, 3)', 'It breaks off: something is missing at its end.'],
  ['Expected a literal at (7, 7)', 'A value is missing after character 7.'],
  ['Unexpected token: None at (5, 5)', 'Unexpected token: None, at character 6'],
  ['`[` is never closed', '`[` is never closed'],
])('%s is told as %s', (detail, words) => {
  expect(detailWords(t, detail)).toBe(words);
});
