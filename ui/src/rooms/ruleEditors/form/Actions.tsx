import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { membersAt, type Schemas, valuesAt } from '@/rooms/repository/code/schemas';
import type { JsonObject } from '../json/exact';
import { SaidOf } from './faults';
import { ChoiceField, type Place, SwitchField, TextField, WholeField } from './fields';
import { JsonField } from './JsonField';

type Action = JsonObject & { action: string };

interface Props extends Place {
  schemas: Schemas;
}

/** What a rule does when it fires, one thing after the other; which fields each has, its schema says. */
export function Actions({ value, at, change, schemas }: Props) {
  const { t } = useTranslation('ruleEditors');
  const actions = (value.then ?? []) as Action[];
  const names = valuesAt(schemas, 'rule.json', value, ['then', '0', 'action']).map(
    (each) => JSON.parse(each) as string,
  );
  const write = change && ((then: Action[]) => change({ ...value, then }));
  const options = (here: string) =>
    [...new Set([...names, here])].map((each) => ({
      value: each,
      label: t(`action.${each}`, { defaultValue: each }),
    }));
  return (
    <section className="rf-actions" aria-label={t('rule.then')}>
      <div className="rf-title">{t('rule.then')}</div>
      {actions.map((action, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an action has no name, its place is what it goes by
        <div key={index} className="rf-action">
          <div className="rf-action-head">
            <Select
              size="small"
              aria-label={t('rule.action', { number: index + 1 })}
              value={action.action}
              disabled={!write}
              popupMatchSelectWidth={false}
              options={options(action.action)}
              onChange={(name) => write?.(actions.with(index, { ...action, action: name, payload: {} }))}
            />
            <span className="mono quiet">{action.action}</span>
            <span style={{ flex: 1 }} />
            {write && (
              <>
                <Icon
                  words={t('rule.earlier', { number: index + 1 })}
                  icon={<ArrowUpOutlined />}
                  run={index > 0 ? () => write(swapped(actions, index - 1)) : undefined}
                />
                <Icon
                  words={t('rule.later', { number: index + 1 })}
                  icon={<ArrowDownOutlined />}
                  run={index < actions.length - 1 ? () => write(swapped(actions, index)) : undefined}
                />
                <Icon
                  words={t('rule.dropAction', { number: index + 1 })}
                  icon={<DeleteOutlined />}
                  run={() => write(actions.toSpliced(index, 1))}
                />
              </>
            )}
          </div>
          <Payload
            schemas={schemas}
            rule={value}
            index={index}
            value={(action.payload ?? {}) as JsonObject}
            at={`${at}/then/${index}/payload`}
            change={write && ((payload) => write(actions.with(index, { ...action, payload })))}
          />
        </div>
      ))}
      <SaidOf at={`${at}/then`} isWhole={false} />
      {write && (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => write([...actions, { action: 'EXPLAIN', payload: { code: '' } }])}
        >
          {t('rule.addAction')}
        </Button>
      )}
    </section>
  );
}

function swapped(actions: Action[], at: number): Action[] {
  return actions.toSpliced(at, 2, actions[at + 1]!, actions[at]!);
}

function Icon({ words, icon, run }: { words: string; icon: React.ReactNode; run?: () => void }) {
  return (
    <Button
      size="small"
      type="text"
      icon={icon}
      aria-label={words}
      title={words}
      disabled={run === undefined}
      onClick={run}
    />
  );
}

/** Fields of the action's schema, and those that are there although it does not know them. */
function Payload({
  schemas,
  rule,
  index,
  ...place
}: Place & { schemas: Schemas; rule: JsonObject; index: number }) {
  const { t } = useTranslation('ruleEditors');
  const steps = ['then', String(index), 'payload'];
  const known = membersAt(schemas, 'rule.json', rule, steps);
  const others = Object.keys(place.value).filter((name) => !known.some((each) => each.name === name));
  return (
    <div className="rf-fields">
      {known.map(({ name, type }) => {
        const label = t(`payload.${name}`, { defaultValue: name });
        const options = valuesAt(schemas, 'rule.json', rule, [...steps, name]).map(
          (each) => JSON.parse(each) as unknown,
        );
        const isPlain = place.value[name] === undefined || typeof place.value[name] !== 'object';
        if (type === 'enum' && options.every((each) => typeof each === 'string'))
          return (
            <ChoiceField
              key={name}
              {...place}
              name={name}
              label={label}
              options={options.map((each) => ({ value: String(each), label: String(each) }))}
            />
          );
        if (type === 'string' && isPlain)
          return (
            <TextField
              key={name}
              {...place}
              name={name}
              label={label}
              isLong={name === 'message' || name === 'reason'}
            />
          );
        if (type === 'integer' && isPlain)
          return <WholeField key={name} {...place} name={name} label={label} />;
        if (type === 'boolean' && isPlain)
          return <SwitchField key={name} {...place} name={name} label={label} />;
        return <JsonField key={name} {...place} name={name} label={label} />;
      })}
      {others.map((name) => (
        <JsonField key={name} {...place} name={name} label={name} />
      ))}
      <SaidOf at={place.at} isWhole={false} />
    </div>
  );
}
