import { createContext, useContext } from 'react';
import type { Said } from '../table/placing';

const Findings = createContext<readonly Said[]>([]);
export const FindingsOfFile = Findings.Provider;

/** What is to be said of this place, or of something in it. */
export function useSaid(at: string, isWhole = true): Said[] {
  const all = useContext(Findings);
  return all.filter(
    ({ pointer }) => pointer === at || (isWhole && at !== '' && pointer.startsWith(`${at}/`)),
  );
}

/** Below the field that it is about. */
export function SaidOf({ at, isWhole }: { at: string; isWhole?: boolean }) {
  const said = useSaid(at, isWhole);
  return said.map((each) => (
    <div
      key={`${each.pointer} ${each.code} ${each.detail}`}
      role="alert"
      className={each.severity === 'warning' ? 'rt-doubt' : 'rr-wrong'}
    >
      {each.detail}
      {each.suggestion && ` → ${each.suggestion}`}
    </div>
  ));
}
