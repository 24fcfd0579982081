import { useEffect, useState } from 'react';

/** The value as it was when nobody had changed it for a while; `now` does not wait any longer. */
export function useDebounced<T>(value: T, milliseconds: number): [T, now: () => void] {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return [settled, () => setSettled(value)];
}
