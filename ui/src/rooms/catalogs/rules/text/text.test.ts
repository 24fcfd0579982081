import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, it, vi } from 'vitest';
import type { Language } from '../asking';
import { completing } from './completing';
import { readJson } from './readJson';

describe('JSON of a rule', () => {
  it('is read as it was typed', () => {
    expect(readJson('{">": [{"var": "a"}, 0.5]}')).toEqual({ value: { '>': [{ var: 'a' }, 0.5] } });
  });
  it('says where it stops being JSON', () => {
    expect(readJson('{">": [')).toMatchObject({ wrong: 'syntax' });
  });
  it('refuses a number that would be rounded, and not digits inside a text', () => {
    expect(readJson('[0.12345678901234567]')).toMatchObject({ wrong: 'rounded' });
    expect(readJson('["0.12345678901234567", 9007199254740]')).toHaveProperty('value');
  });
  it('knows no null', () => {
    expect(readJson('{"===": [{"var": "null"}, null]}')).toMatchObject({ wrong: 'null' });
  });
});

const attribute = { many: false, title: null, allowed: null };
const language: Language = {
  attributes: [
    { ...attribute, name: 'type', type: 'text', allowed: ['SaaS', 'Hardware'] },
    { ...attribute, name: 'company', type: 'text' },
    { ...attribute, name: 'age-group', type: 'text' },
  ],
  operators: [
    {
      name: 'date.today',
      family: 'date',
      meaning: 'The date.',
      short: 'today()',
      spelling: 'today',
      readsTime: true,
    },
  ],
  labelOf: (name) => name,
  unitOf: () => null,
};

async function offered(text: string) {
  const valuesOf = vi.fn(async () => ({
    items: [{ value: 'Okta', plans: 18 }],
    distinct: 1,
    missing: 0,
    total: 18,
  }));
  const state = EditorState.create({ doc: text });
  const found = await completing(() => language, valuesOf)(new CompletionContext(state, text.length, false));
  return found?.options.map((each) => each.label) ?? [];
}

describe('what is offered next', () => {
  it.each([
    ['ty', ['type', '`age-group`', 'today', 'has']],
    ['has(ty', ['type']],
  ])('names and functions after %s', async (text, labels) => {
    expect(await offered(text)).toEqual(expect.arrayContaining(labels));
  });
  it.each(['type == ', 'type != "S', 'type in ["Hardware", '])('declared values after %s', async (text) => {
    expect(await offered(text)).toEqual(['"SaaS"', '"Hardware"']);
  });
  it('values in use after an attribute that declares none', async () => {
    expect(await offered('company == "')).toEqual(['"Okta"']);
  });
  it('nothing inside of another text', async () => {
    expect(await offered('"ty')).toEqual([]);
  });
});
