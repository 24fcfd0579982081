// Colours of the short form, word by word. It is no grammar: what is a rule, the service says.
import { StreamLanguage } from '@codemirror/language';

const WORDS: [RegExp, string][] = [
  [/^"(?:[^"\\]|\\.)*"?/, 'string'],
  [/^'(?:[^'\\]|\\.)*'?/, 'string'],
  [/^\d+(\.\d+)?([eE][+-]?\d+)?/, 'number'],
  [/^(true|false|null)\b/, 'bool'],
  [/^in\b/, 'operatorKeyword'],
  [/^[A-Za-z_][\w.]*(?=\s*\()/, 'keyword'],
  [/^(`[^`]*`?|[A-Za-z_][\w.]*)/, 'propertyName'],
  [/^(&&|\|\||[=!]==?|[<>]=?|[-+*/%!?:])/, 'operatorKeyword'],
];

export const ruleWords = StreamLanguage.define({
  token(stream) {
    if (stream.eatSpace()) return null;
    for (const [word, colour] of WORDS) if (stream.match(word)) return colour;
    stream.next();
    return null;
  },
});
