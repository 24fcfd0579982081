// After a 412: what the other person changed, and for each field that both changed, whose wish stays.
import { App, Radio } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mergeOf } from './merge';

export interface ConflictField<T> {
  key: keyof T;
  label: string;
  show?: (value: never) => ReactNode;
}

export interface Conflict<T> {
  /** What it is that both changed: "Laptops". */
  title: string;
  base: T;
  mine: T;
  theirs: T;
  fields: ConflictField<T>[];
  /** Who changed it, if that is known. */
  who?: string;
}

type Whose = 'mine' | 'theirs';

/**
 * `resolve` answers the fields to send again (mine, and those contested ones where mine was chosen),
 * to be saved with the new ETag; null when the person gave up.
 */
export function useConflict() {
  const { modal } = App.useApp();
  const { t } = useTranslation('shared');
  return useMemo(
    () => ({
      resolve<T extends object>(conflict: Conflict<T>): Promise<Partial<T> | null> {
        const { base, mine, theirs, fields } = conflict;
        const merge = mergeOf(
          base,
          mine,
          theirs,
          fields.map((field) => field.key),
        );
        const chosen = new Map<keyof T, Whose>(merge.contested.map((key) => [key, 'theirs']));
        const kept = () => {
          const keys = [...merge.mine, ...merge.contested.filter((key) => chosen.get(key) === 'mine')];
          return Object.fromEntries(keys.map((key) => [key, mine[key]])) as Partial<T>;
        };
        return new Promise((resolve) => {
          modal.confirm({
            title: t(conflict.who ? 'conflict.titleBy' : 'conflict.title', {
              what: conflict.title,
              who: conflict.who,
            }),
            width: 640,
            icon: null,
            okText: t('conflict.save'),
            cancelText: t('conflict.giveUp'),
            content: (
              <Choices
                conflict={conflict}
                contested={merge.contested}
                onlyTheirs={merge.theirs}
                choose={(key, whose) => chosen.set(key, whose)}
              />
            ),
            onOk: () => resolve(kept()),
            onCancel: () => resolve(null),
          });
        });
      },
    }),
    [modal, t],
  );
}

function Choices<T>({
  conflict,
  contested,
  onlyTheirs,
  choose,
}: {
  conflict: Conflict<T>;
  contested: (keyof T)[];
  onlyTheirs: (keyof T)[];
  choose: (key: keyof T, whose: Whose) => void;
}) {
  const { t } = useTranslation('shared');
  const named = (keys: (keyof T)[]) => conflict.fields.filter((field) => keys.includes(field.key));
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {named(onlyTheirs).map((field) => (
        <div key={String(field.key)}>
          {t('conflict.theirsStays', { field: field.label })} <Value of={conflict.theirs} field={field} />
        </div>
      ))}
      {named(contested).map((field) => (
        <Contested key={String(field.key)} conflict={conflict} field={field} choose={choose} />
      ))}
      {contested.length === 0 && <div>{t('conflict.nothingContested')}</div>}
    </div>
  );
}

function Contested<T>({
  conflict,
  field,
  choose,
}: {
  conflict: Conflict<T>;
  field: ConflictField<T>;
  choose: (key: keyof T, whose: Whose) => void;
}) {
  const { t } = useTranslation('shared');
  const [whose, setWhose] = useState<Whose>('theirs');
  const sides: [Whose, T][] = [
    ['theirs', conflict.theirs],
    ['mine', conflict.mine],
  ];
  return (
    <fieldset
      style={{ border: '1px solid var(--ant-color-border)', borderRadius: 6, padding: '4px 12px 8px' }}
    >
      <legend>{field.label}</legend>
      <Radio.Group
        value={whose}
        onChange={(event) => {
          setWhose(event.target.value as Whose);
          choose(field.key, event.target.value as Whose);
        }}
        style={{ display: 'grid', gap: 4 }}
      >
        {sides.map(([side, from]) => (
          <Radio key={side} value={side}>
            {t(`conflict.${side}`)} <Value of={from} field={field} />
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  );
}

function Value<T>({ of, field }: { of: T; field: ConflictField<T> }) {
  const value = of[field.key];
  if (field.show) return <strong>{field.show(value as never)}</strong>;
  return <strong>{typeof value === 'string' ? value : JSON.stringify(value ?? null)}</strong>;
}
