import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Way } from './moving';

/** To another cell; to this one; or something else has the focus by now. */
export type Leaving = Way | 'here' | 'away';

interface Props {
  first: string;
  label: string;
  suggestions: string[];
  style: React.CSSProperties;
  /** Null: nothing shall be changed. */
  leave: (said: string | null, how: Leaving) => void;
  /** Keys of the grid that mean the table with what was written. */
  onKey: (event: KeyboardEvent) => void;
}

/** The cell that is being written, over its place in the grid; it grows with what is said in it. */
export function CellInput({ first, label, suggestions, style, leave, onKey }: Props) {
  const [text, setText] = useState(first);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  const list = useId();
  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(first.length, first.length);
  }, [first]);
  const end = (said: string | null, how: Leaving) => {
    if (isOver.current) return;
    isOver.current = true;
    leave(said, how);
  };
  function onKeyDown(event: KeyboardEvent) {
    const { key, shiftKey } = event;
    const isCtrl = event.ctrlKey || event.metaKey;
    if (isCtrl && key.toLowerCase() === 's') {
      // The page's key: it finds the text of the cell written.
      flushSync(() => end(text, 'here'));
      return;
    }
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (isCtrl && key === 'Enter') {
      flushSync(() => end(text, 'here'));
      onKey(event);
    } else if (key === 'Escape') end(null, 'here');
    else if (key === 'Enter') end(text, shiftKey ? 'up' : 'down');
    else if (key === 'Tab') end(text, shiftKey ? 'back' : 'along');
    else return;
    event.preventDefault();
  }
  return (
    <>
      <input
        ref={input}
        className="rt-input mono"
        aria-label={label}
        list={list}
        autoComplete="off"
        spellCheck={false}
        value={text}
        style={{ ...style, width: `${text.length + 4}ch` }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => end(text, 'away')}
      />
      <datalist id={list}>
        {suggestions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}
