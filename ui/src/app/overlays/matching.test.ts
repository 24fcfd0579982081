import { isMeant } from './matching';

test.each([
  ['Publish global', 'pub glo', true],
  ['Publish global', 'lish', false],
  ['Étiquettes', 'etiq', true],
  ['Switch to environment prod', 'prod', true],
  ['Anything', '  ', true],
])('%s, typed "%s": %s', (title, query, meant) => {
  expect(isMeant(title, query)).toBe(meant);
});
