import { CopyOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../json/exact';
import { useSaid } from './faults';

interface Props {
  rules: JsonObject[];
  chosen: number;
  choose: (index: number) => void;
  /** Absent where it is only read. */
  write?: (rules: JsonObject[]) => void;
  /** What the id of a new rule begins with. */
  prefix: string;
}

/** The rules of a set, in the order in which they stand; which of them is asked first, its priority says. */
export function RuleList({ rules, chosen, choose, write, prefix }: Props) {
  const { t } = useTranslation('ruleEditors');
  const add = (rule: JsonObject) => {
    write?.(rules.toSpliced(chosen + 1, 0, rule));
    choose(rules.length === 0 ? 0 : chosen + 1);
  };
  const here = rules[chosen];
  return (
    <nav aria-label={t('rules.label')} className="rf-rules">
      <ul>
        {rules.map((rule, index) => (
          <li key={String(rule.id)}>
            <Line rule={rule} index={index} isChosen={index === chosen} choose={() => choose(index)} />
          </li>
        ))}
      </ul>
      {write && (
        <div className="bar">
          <Button
            size="small"
            icon={<PlusOutlined />}
            onClick={() => add({ id: freeId(rules, `${prefix}.new`), when: true, ...doing() })}
          >
            {t('rules.add')}
          </Button>
          {here && (
            <>
              <Button
                size="small"
                type="text"
                icon={<CopyOutlined />}
                aria-label={t('rules.copy')}
                title={t('rules.copy')}
                onClick={() => add({ ...here, id: freeId(rules, `${String(here.id)}-copy`) })}
              />
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('rules.delete')}
                title={t('rules.delete')}
                onClick={() => {
                  write(rules.toSpliced(chosen, 1));
                  choose(Math.max(0, Math.min(chosen, rules.length - 2)));
                }}
              />
            </>
          )}
        </div>
      )}
    </nav>
  );
}

// biome-ignore lint/suspicious/noThenProperty: it is what the language calls what is done
const doing = (): JsonObject => ({ then: [{ action: 'EXPLAIN', payload: { code: 'NEW' } }] });

function freeId(rules: readonly JsonObject[], wanted: string): string {
  const taken = new Set(rules.map((rule) => rule.id));
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(id)) return id;
  }
}

interface LineProps {
  rule: JsonObject;
  index: number;
  isChosen: boolean;
  choose: () => void;
}

function Line({ rule, index, isChosen, choose }: LineProps) {
  const { t } = useTranslation('ruleEditors');
  const said = useSaid(`/rules/${index}`);
  const isWrong = said.some((each) => each.severity !== 'warning');
  const tone = said.length === 0 ? '' : isWrong ? ' is-wrong' : ' is-doubtful';
  return (
    <button type="button" aria-pressed={isChosen} className={`rf-rule${tone}`} onClick={choose}>
      <span className="rr-cut">{String(rule.name || rule.id)}</span>
      <span className="rf-priority" title={t('rule.priority')}>
        {rule.priority === undefined ? '' : String(rule.priority)}
      </span>
      <span className="mono quiet rr-cut">{String(rule.id)}</span>
      {said.length > 0 && <span className="rr-unseen">{t(isWrong ? 'error' : 'warning')}</span>}
    </button>
  );
}
