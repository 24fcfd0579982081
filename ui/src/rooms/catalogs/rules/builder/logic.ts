// The stored form of a condition: JSONLogic of one notation, made by the service. Here it is only taken apart and put
// together, never evaluated and never parsed from text.
export type Json = boolean | number | string | Json[] | { [operator: string]: Json };

export interface Operation {
  operator: string;
  operands: Json[];
}

export function operationOf(logic: Json): Operation | null {
  if (typeof logic !== 'object' || Array.isArray(logic)) return null;
  const [entry, ...more] = Object.entries(logic);
  if (entry === undefined || more.length > 0) return null;
  const [operator, operands] = entry;
  return { operator, operands: Array.isArray(operands) ? operands : [operands] };
}

/** Canonical trees have one key an object: equal text is equal meaning. */
export function isSame(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

export const not = (logic: Json): Json => ({ '!': [logic] });
export const variable = (name: string): Json => ({ var: name });

/** The name, where it is a plain reading of one attribute: no default, no item of a list. */
export function nameOf(logic: Json): string | null {
  const read = operationOf(logic);
  if (read?.operator !== 'var' || read.operands.length !== 1) return null;
  const [name] = read.operands;
  return typeof name === 'string' && name !== '' ? name : null;
}
