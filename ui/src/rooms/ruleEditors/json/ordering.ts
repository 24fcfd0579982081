// In which order the names of an object are written: as the schema of the kind tells them; what it does not know, last.
import { membersAt, type Schemas } from '@/rooms/repository/code/schemas';
import type { Json } from './exact';
import { BY_NAME, type Order } from './spelling';

/** Tables have no schema of ours. */
export function orderOf(all: Schemas | undefined, name: string | undefined, whole: Json): Order {
  if (all === undefined || name === undefined) return BY_NAME;
  return (object, steps) => {
    const known = membersAt(all, name, whole, steps)
      .map((each) => each.name)
      .filter((each) => Object.hasOwn(object, each));
    return [...known, ...BY_NAME(object, steps).filter((each) => !known.includes(each))];
  };
}
