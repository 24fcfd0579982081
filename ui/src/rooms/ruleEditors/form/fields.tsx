// Fields over a value of the file: what is left empty is not written at all.
import { Input, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { Labelled } from '@/shared/Labelled';
import type { Json, JsonObject } from '../json/exact';
import { SaidOf } from './faults';

export interface Place {
  value: JsonObject;
  /** Pointer of the value in its file. */
  at: string;
  /** Absent where it is only read. */
  change?: (value: JsonObject) => void;
}

interface Props extends Place {
  name: string;
  label: string;
}

export function withMember(value: JsonObject, name: string, said: Json | undefined): JsonObject {
  const { [name]: _, ...rest } = value;
  return said === undefined ? rest : { ...value, [name]: said };
}

function Field({ at, name, label, children }: Props & { children: (id: string) => ReactNode }) {
  return (
    <div className={`rf-field is-${name}`}>
      <Labelled words={label}>
        {(id) => (
          <>
            {children(id)}
            <SaidOf at={`${at}/${name}`} />
          </>
        )}
      </Labelled>
    </div>
  );
}

const textOf = (said: Json | undefined) => (typeof said === 'string' ? said : '');

export function TextField(props: Props & { isMono?: boolean; isLong?: boolean; hint?: string }) {
  const { value, name, change, isMono, isLong, hint } = props;
  const shared = {
    value: textOf(value[name]),
    readOnly: change === undefined,
    placeholder: hint,
    className: isMono ? 'mono' : undefined,
    onChange: (event: { target: { value: string } }) =>
      change?.(withMember(value, name, event.target.value || undefined)),
  };
  return (
    <Field {...props}>
      {(id) =>
        isLong ? (
          <Input.TextArea id={id} size="small" autoSize={{ minRows: 1, maxRows: 6 }} {...shared} />
        ) : (
          <Input id={id} size="small" {...shared} />
        )
      }
    </Field>
  );
}

export function WordsField(props: Props & { hint?: string }) {
  const { value, name, change, hint } = props;
  return (
    <Field {...props}>
      {(id) => (
        <Select
          id={id}
          size="small"
          mode="tags"
          style={{ width: '100%' }}
          open={false}
          suffixIcon={null}
          placeholder={hint}
          disabled={change === undefined}
          tokenSeparators={[',', ' ']}
          value={(value[name] ?? []) as string[]}
          onChange={(said: string[]) => change?.(withMember(value, name, said.length > 0 ? said : undefined))}
        />
      )}
    </Field>
  );
}

export function ChoiceField(
  props: Props & { options: { value: string; label: string }[]; isNeeded?: boolean },
) {
  const { value, name, change, options, isNeeded } = props;
  return (
    <Field {...props}>
      {(id) => (
        <Select
          id={id}
          size="small"
          style={{ width: '100%' }}
          allowClear={!isNeeded}
          disabled={change === undefined}
          value={textOf(value[name]) || undefined}
          options={options}
          popupMatchSelectWidth={false}
          onChange={(said: string | undefined) => change?.(withMember(value, name, said))}
        />
      )}
    </Field>
  );
}

export function WholeField(props: Props) {
  const { value, name, change } = props;
  return (
    <Field {...props}>
      {(id) => (
        <InputNumber
          id={id}
          size="small"
          controls={false}
          precision={0}
          style={{ width: '100%' }}
          readOnly={change === undefined}
          value={typeof value[name] === 'number' ? value[name] : null}
          onChange={(said) => change?.(withMember(value, name, said ?? undefined))}
        />
      )}
    </Field>
  );
}

export function SwitchField(props: Props) {
  const { value, name, change } = props;
  return (
    <Field {...props}>
      {(id) => (
        <div>
          <Switch
            id={id}
            size="small"
            disabled={change === undefined}
            checked={value[name] === true}
            onChange={(said) => change?.(withMember(value, name, said || undefined))}
          />
        </div>
      )}
    </Field>
  );
}
