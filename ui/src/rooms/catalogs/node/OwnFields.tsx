// Fields that this node has for itself, in all languages at once: images, icons, whatever a storefront reads.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault, Plain } from './Field';
import { isLocalised, metaFields, metaKey } from './form';
import { useHere } from './here';
import type { NodeForm } from './useNodeForm';
import { fromText, toText } from './valueText';

export function OwnFields({ form }: { form: NodeForm }) {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const before = metaFields(form.base);
  const fields = [...new Set([...metaFields(form.values), ...before])]
    .filter((each) => !isLocalised(each))
    .sort();
  return (
    <>
      {fields.length === 0 && <p className="quiet">{t('own.none')}</p>}
      {fields.length > 0 && (
        <table className="node-table">
          <thead className="node-hidden">
            <tr>
              <th scope="col">{t('meta.field')}</th>
              <th scope="col">{t('meta.value')}</th>
              <th scope="col">{t('meta.actions')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <OwnField key={field} form={form} field={field} />
            ))}
          </tbody>
        </table>
      )}
      {mayEdit && <NewField form={form} taken={fields} />}
    </>
  );
}

function OwnField({ form, field }: { form: NodeForm; field: string }) {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const key = metaKey(field);
  const isGone = form.values[key] === undefined;
  return (
    <tr data-changed={form.changed.includes(key) || undefined}>
      <th scope="row" className={isGone ? 'node-gone' : undefined}>
        {field}
      </th>
      <td>
        {isGone ? (
          <span className="quiet">{t('own.willGo')}</span>
        ) : mayEdit ? (
          <JsonField form={form} of={key} label={field} />
        ) : (
          <Plain>{toText(form.values[key])}</Plain>
        )}
      </td>
      <td>
        {mayEdit && !isGone && (
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('own.remove', { field })}
            onClick={() => form.set(key, undefined)}
          />
        )}
        {mayEdit && isGone && (
          <Button size="small" type="text" onClick={() => form.set(key, form.base[key])}>
            {t('own.keep')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** A text as it is; lists and objects as JSON. What cannot be read yet stays in the field and out of the form. */
function JsonField({ form, of, label }: { form: NodeForm; of: string; label: string }) {
  const { t } = useTranslation('nodes');
  const value = form.values[of];
  const [draft, setDraft] = useState<string | null>(null);
  const isWrong = draft !== null;
  function type(text: string) {
    const read = fromText(text, value);
    if (read.ok) form.set(of, read.value);
    setDraft(read.ok ? null : text);
  }
  return (
    <>
      <Input.TextArea
        size="small"
        autoSize={{ minRows: 1, maxRows: 12 }}
        className={typeof value === 'string' ? undefined : 'mono'}
        aria-label={label}
        value={draft ?? toText(value)}
        status={isWrong || form.faults.byField[of] ? 'error' : undefined}
        onChange={(event) => type(event.target.value)}
      />
      {isWrong && <div className="node-fault">{t('own.notJson')}</div>}
      <Fault form={form} of={of} />
    </>
  );
}

const FIELD = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;

function NewField({ form, taken }: { form: NodeForm; taken: string[] }) {
  const { t } = useTranslation('nodes');
  const { locale } = useHere();
  const [name, setName] = useState('');
  const [isOpen, setOpen] = useState(false);
  const isTaken = taken.includes(name);
  const isGood = FIELD.test(name) && !isTaken;
  function add() {
    if (!isGood) return;
    form.set(isLocalised(name) ? metaKey(name, locale) : metaKey(name), isLocalised(name) ? name : '');
    setName('');
    setOpen(false);
  }
  if (!isOpen)
    return (
      <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {t('own.add')}
      </Button>
    );
  return (
    <Space.Compact size="small">
      <Input
        size="small"
        autoFocus
        aria-label={t('own.name')}
        placeholder={t('own.name')}
        value={name}
        status={name !== '' && !isGood ? 'error' : undefined}
        onChange={(event) => setName(event.target.value.trim())}
        onPressEnter={add}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            setOpen(false);
          }
        }}
      />
      <Button size="small" onClick={add} disabled={!isGood}>
        {isTaken ? t('own.taken') : t('own.addIt')}
      </Button>
    </Space.Compact>
  );
}
