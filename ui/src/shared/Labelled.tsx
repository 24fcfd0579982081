import { type ReactNode, useId } from 'react';

/** A control with its words above it; the id ties the two together. */
export function Labelled({ words, children }: { words: ReactNode; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="quiet">
        {words}
      </label>
      {children(id)}
    </div>
  );
}
