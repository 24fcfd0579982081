import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { hereAt, placeOf } from './pointers';

const TEXT = `{
  "id": "high",
  "owners": ["team:pricing", "team:legal"],
  "rules": [
    {"id": "one", "when": true},
    {"id": "two", "a/b": 1}
  ]
}`;
const state = (doc: string) => EditorState.create({ doc, extensions: [json()] });
const marked = (pointer: string) => {
  const { from, to } = placeOf(state(TEXT), pointer);
  return TEXT.slice(from, to);
};

describe('a pointer marks', () => {
  test.each([
    ['/id', '"high"'],
    ['/owners/1', '"team:legal"'],
    ['/rules/1/id', '"two"'],
    ['/rules/1/a~1b', '1'],
    ['/rules/0', '{"id": "one", "when": true}'],
    ['/rules', '"rules"'],
  ])('%s', (pointer, text) => {
    expect(marked(pointer)).toBe(text);
  });

  test('the thing in which something is missing', () => {
    expect(marked('/rules/1/then')).toBe('{"id": "two", "a/b": 1}');
    expect(marked('')).toBe('{');
  });
});

/** The place of the bar in a text. */
function at(text: string) {
  const place = text.indexOf('|');
  return hereAt(state(text.replace('|', '')), place);
}

describe('a place in the text', () => {
  test('a name that is begun', () => {
    expect(at('{"id": "a", "na|"}')).toMatchObject({ steps: [], isName: true });
  });
  test('names that stand there already', () => {
    expect(at('{"id": "a", "|"}').taken).toContain('id');
  });
  test('a value', () => {
    expect(at('{"rules": [{"scope": "QU|"}]}')).toMatchObject({
      steps: ['rules', '0', 'scope'],
      isName: false,
    });
  });
  test('a name in the second item of a list', () => {
    expect(at('{"rules": [{}, {"sc|"}]}')).toMatchObject({ steps: ['rules', '1'], isName: true });
  });
});
