import { Nothing } from '@/shared/states';

/** One node of the tree beside it: what it says, what stands on it, and why. */
export function NodePanel({ node }: { catalog: string; node: string }) {
  return <Nothing>{node}</Nothing>;
}
