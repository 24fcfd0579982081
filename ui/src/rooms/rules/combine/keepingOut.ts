import type { Fault } from '@/rooms/repository/fault';
import type { Preview } from '../queries';

const WHY: Record<string, 'unsound' | 'unmet'> = {
  'rules.unsound': 'unsound',
  'rules.demands_unmet': 'unmet',
};

/** Each refusal that is foreseen, but the one that is `told` already because it came, with the sort of sentence it is told by and what it holds against which file. */
export function keepingOut({ refusals }: Pick<Preview, 'refusals'>, told?: string) {
  const others = refusals.filter(({ code }) => code !== told);
  return others.map(({ code, detail, errors }) => ({
    code,
    detail,
    why: WHY[code] ?? ('refused' as const),
    faults: errors as unknown as Fault[],
  }));
}
