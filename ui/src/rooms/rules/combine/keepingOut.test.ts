import { keepingOut } from './keepingOut';

const refusal = (code: string, errors: object[] = []) =>
  ({ code, detail: code, suggestion: null, errors }) as never;

test('faults and what is short of the demands are told with their places, all else by its own words', () => {
  const fault = { file: 'predicates/a.json', pointer: '/when', code: 'x', detail: 'y', suggestion: null };
  const refusals = [
    refusal('rules.unsound', [fault]),
    refusal('rules.demands_unmet', [fault]),
    refusal('rules.other'),
  ];
  expect(keepingOut({ refusals }).map(({ why, faults }) => [why, faults.length])).toEqual([
    ['unsound', 1],
    ['unmet', 1],
    ['refused', 0],
  ]);
});

test('what the merge was refused for is not foreseen as well', () => {
  const refusals = [refusal('rules.unsound'), refusal('rules.demands_unmet')];
  expect(keepingOut({ refusals }, 'rules.unsound').map(({ code }) => code)).toEqual(['rules.demands_unmet']);
});

test('what would land is kept out by nothing', () => {
  expect(keepingOut({ refusals: [] })).toEqual([]);
});
