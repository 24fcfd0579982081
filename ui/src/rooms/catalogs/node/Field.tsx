// One field of the form: editable for who may, plain text for who may not, the service's words below it.
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useHere } from './here';
import type { NodeForm } from './useNodeForm';

export function Fault({ form, of }: { form: NodeForm; of: string }) {
  const said = form.faults.byField[of];
  return said ? (
    <div className="node-fault" role="alert">
      {said}
    </div>
  ) : null;
}

export function TextField({
  form,
  of,
  label,
  placeholder,
  long = false,
  lang,
}: {
  form: NodeForm;
  of: string;
  label: string;
  placeholder?: string;
  long?: boolean;
  lang?: string;
}) {
  const { mayEdit } = useHere();
  const value = (form.values[of] as string | undefined) ?? '';
  if (!mayEdit) return <Plain quiet={value === ''}>{value || placeholder || '–'}</Plain>;
  const shared = {
    size: 'small' as const,
    value,
    placeholder,
    lang,
    'aria-label': label,
    status: form.faults.byField[of] ? ('error' as const) : undefined,
    onChange: (event: { target: { value: string } }) => form.set(of, event.target.value),
  };
  return (
    <>
      {long ? <Input.TextArea {...shared} autoSize={{ minRows: 1, maxRows: 8 }} /> : <Input {...shared} />}
      <Fault form={form} of={of} />
    </>
  );
}

export function Plain({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) {
  return <span className={quiet ? 'quiet node-plain' : 'node-plain'}>{children}</span>;
}
