import type { Fault } from '@/rooms/repository/fault';
import type { Preview } from '../queries';

const WHY: Record<string, 'unsound' | 'unmet'> = {
  'rules.unsound': 'unsound',
  'rules.demands_unmet': 'unmet',
};

/** Each refusal that is foreseen, with the sort of sentence it is told by and what it holds against which file. */
export function keepingOut({ refusals }: Pick<Preview, 'refusals'>) {
  return refusals.map(({ code, detail, errors }) => ({
    code,
    detail,
    why: WHY[code] ?? ('refused' as const),
    faults: errors as unknown as Fault[],
  }));
}
