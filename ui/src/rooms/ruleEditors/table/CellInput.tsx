import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

export type Leaving = 'down' | 'up' | 'along' | 'back' | 'stay';

interface Props {
  first: string;
  label: string;
  suggestions: string[];
  style: React.CSSProperties;
  /** Null: nothing shall be changed. */
  leave: (said: string | null, how: Leaving) => void;
}

/** The cell that is being written, over its place in the grid; it grows with what is said in it. */
export function CellInput({ first, label, suggestions, style, leave }: Props) {
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
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const { key, shiftKey } = event;
    if (key === 'Escape') end(null, 'stay');
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
        onBlur={() => end(text, 'stay')}
      />
      <datalist id={list}>
        {suggestions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}
