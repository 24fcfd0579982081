/** These environments take promotions alone; the service refuses everything else with `promotions.gate_closed`. */
const PROMOTED_INTO = new Set(['stage', 'prod']);

export function takesPublishes(environment: string): boolean {
  return !PROMOTED_INTO.has(environment);
}
