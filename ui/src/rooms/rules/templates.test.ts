import { KINDS, pathOf } from '@/rooms/repository/kinds';
import { templateOf } from './templates';

test.each(KINDS.map((each) => each.kind))('a new %s is JSON and lies in the folder of its kind', (kind) => {
  expect(JSON.parse(templateOf(kind, 'eu/new'))).toBeTypeOf('object');
  expect(pathOf(kind, 'eu/new')).toMatch(/^[a-z-]+\/eu\/new(\.jdm)?\.json$/);
});
