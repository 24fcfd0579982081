import { Nothing } from '@/shared/states';

export function Page() {
  return <Nothing>Under construction</Nothing>;
}
