import { byPlace, errorsIn, matching, placeOf } from './errors';

const told = [
  {
    line: 4,
    key: 'a',
    pointer: '/attributes/weight',
    code: 'products.wrong_type',
    detail: 'heavy is no decimal',
    suggestion: null,
    column: 'Gewicht',
    value: 'heavy',
  },
  {
    line: 9,
    key: 'b',
    pointer: '/attributes/weight',
    code: 'products.wrong_type',
    detail: 'light is no decimal',
    suggestion: null,
    column: 'Gewicht',
    value: 'light',
  },
  {
    line: 9,
    key: 'b',
    pointer: '/tags',
    code: 'products.wrong_type',
    detail: 'no list',
    suggestion: null,
    column: null,
    value: null,
  },
];
const errors = errorsIn(told.map((each) => JSON.stringify(each)).join('\n'));

describe('the table of errors', () => {
  it('calls places as the file does', () => {
    expect(errors.map(placeOf)).toEqual(['Gewicht', 'Gewicht', '/tags']);
    expect(byPlace(errors)).toEqual([
      ['Gewicht', 2],
      ['/tags', 1],
    ]);
  });

  it('is narrowed by words, lines and places', () => {
    expect(matching(errors, 'HEAVY', undefined)).toHaveLength(1);
    expect(matching(errors, '9', undefined)).toHaveLength(2);
    expect(matching(errors, '', '/tags')).toHaveLength(1);
    expect(matching(errors, 'light', '/tags')).toHaveLength(0);
  });
});
