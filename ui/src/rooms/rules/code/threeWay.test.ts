import { bothOf } from './threeWay';

const BASE = 'a\nb\nc\nd\ne\nf\n';

test('changes of different lines both stand', () => {
  expect(bothOf(BASE, 'a\nB\nc\nd\ne\nf\n', 'a\nb\nc\nd\nE\nf\n')).toEqual({
    text: 'a\nB\nc\nd\nE\nf\n',
    contested: 0,
  });
});

test('lines that were put in move what comes after them', () => {
  expect(bothOf(BASE, 'a\nb\nc\nd\nE\nf\n', 'new\nlines\na\nb\nc\nd\ne\nf\n').text).toBe(
    'new\nlines\na\nb\nc\nd\nE\nf\n',
  );
  expect(bothOf(BASE, 'a\nb\nc\nd\ne\nf\nlast\n', 'first\na\nb\nc\nd\ne\nf\n').text).toBe(
    'first\na\nb\nc\nd\ne\nf\nlast\n',
  );
});

test('what both changed is told, and stands as it was written', () => {
  expect(bothOf(BASE, 'a\nB\nc\nd\ne\nf\n', 'a\nbb\nc\nd\ne\nf\n')).toEqual({
    text: 'a\nbb\nc\nd\ne\nf\n',
    contested: 1,
  });
});

test('what both changed alike is nobody’s loss', () => {
  expect(bothOf(BASE, 'a\nB\nc\nd\ne\nf\n', 'a\nB\nc\nd\ne\nf\n').contested).toBe(0);
});

test('a file that they took away is contested as a whole', () => {
  expect(bothOf(BASE, '', 'a\nb\nc\nd\ne\nF\n')).toEqual({ text: 'a\nb\nc\nd\ne\nF\n', contested: 1 });
});
