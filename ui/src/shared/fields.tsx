// Fields of a form that show what the service refused, at the place its JSON pointer names.
import { Form } from 'antd';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { Problem } from './api';

export type Faults = Record<string, string>;

/** What is wrong by pointer; what names no place stands under the empty one. */
export function faultsOf(wrong: unknown): Faults {
  if (!(wrong instanceof Problem)) return {};
  const { errors = [], pointer, detail, suggestion } = wrong.said;
  const told = errors.length > 0 ? errors : [{ pointer: pointer ?? '', detail, suggestion }];
  const found: Faults = {};
  for (const each of told) {
    const words = each.suggestion ? `${each.detail} → ${each.suggestion}` : each.detail;
    found[each.pointer] = found[each.pointer] ? `${found[each.pointer]}; ${words}` : words;
  }
  return found;
}

const Wrong = createContext<Faults>({});
export const FaultsAt = Wrong.Provider;

export function useFault(at: string): string | undefined {
  return useContext(Wrong)[at];
}

interface Made {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  status?: 'error';
}

/** One labelled control; `at` is its place in the document that is sent. */
export function Field({
  label,
  at,
  hint,
  required,
  style,
  children,
}: {
  label: ReactNode;
  at?: string;
  hint?: ReactNode;
  required?: boolean;
  style?: React.CSSProperties;
  children: (control: Made) => ReactNode;
}) {
  const id = useId();
  const fault = useFault(at ?? '\u0000');
  const told = `${id}-told`;
  const says = fault ?? hint;
  return (
    <Form.Item
      label={label}
      htmlFor={id}
      required={required}
      colon={false}
      layout="vertical"
      validateStatus={fault ? 'error' : undefined}
      extra={
        says ? (
          <span id={told} style={fault ? { color: 'var(--ant-color-error)' } : undefined}>
            {says}
          </span>
        ) : undefined
      }
      style={{ marginBottom: 10, minWidth: 0, ...style }}
    >
      {children({
        id,
        'aria-describedby': says ? told : undefined,
        'aria-invalid': fault ? true : undefined,
        status: fault ? 'error' : undefined,
      })}
    </Form.Item>
  );
}

/** Fields side by side, as many as fit. */
export function Row({ children, least = 160 }: { children: ReactNode; least?: number }) {
  return (
    <div
      style={{
        display: 'grid',
        columnGap: 12,
        gridTemplateColumns: `repeat(auto-fit, minmax(${least}px, 1fr))`,
      }}
    >
      {children}
    </div>
  );
}
