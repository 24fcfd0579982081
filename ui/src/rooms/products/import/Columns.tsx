// One line for each column of the file: what it is called, what stands in it, what it becomes.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import type { Sheet } from './csv';
import type { Mapping } from './mapping';
import type { Target } from './targets';

interface Props {
  sheet: Sheet;
  targets: Target[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

export function useTargetWords(): (target: Target) => string {
  const { t } = useTranslation('products');
  return (target) => target.label ?? t(`target.${target.words}`, { locale: target.locale });
}

export function Columns({ sheet, targets, mapping, onChange }: Props) {
  const { t } = useTranslation('products');
  const wordsOf = useTargetWords();
  const given = new Map(Object.entries(mapping).map(([column, name]) => [name, column]));
  const members = targets.filter((target) => target.words);
  const attributes = targets.filter((target) => !target.words);
  const option = (target: Target, column: string) => {
    const owner = given.get(target.name);
    return {
      value: target.name,
      search: `${target.name} ${wordsOf(target)} ${target.also.join(' ')}`,
      title: wordsOf(target),
      disabled: owner !== undefined && owner !== column,
      label: (
        <span>
          {wordsOf(target)} <span className="mono quiet">{target.name}</span>
          {target.needed && <span className="quiet"> · {t('import.needed')}</span>}
        </span>
      ),
    };
  };
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th style={{ width: '26%' }}>{t('import.column')}</th>
          <th>{t('import.firstRows')}</th>
          <th style={{ width: 330 }}>{t('import.becomes')}</th>
        </tr>
      </thead>
      <tbody>
        {sheet.columns.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, their places differ
          <tr key={at}>
            <td>
              <strong>{column === '' ? <span className="quiet">{t('import.noName')}</span> : column}</strong>
            </td>
            <td className="quiet cells">
              {sheet.rows
                .slice(0, 4)
                .map((row) => row.cells[at] ?? '')
                .filter(Boolean)
                .join(' · ')}
            </td>
            <td>
              {column === '' ? (
                <StatusTag>{t('import.leftOut')}</StatusTag>
              ) : (
                <Select
                  style={{ width: '100%' }}
                  aria-label={t('import.becomesOf', { column })}
                  showSearch={{ optionFilterProp: 'search' }}
                  popupMatchSelectWidth={420}
                  value={mapping[column] ?? ''}
                  onChange={(name) => onChange({ ...mapping, [column]: name })}
                  options={[
                    {
                      value: '',
                      search: '',
                      title: '',
                      label: <span className="quiet">{t('import.leaveOut')}</span>,
                    },
                    { label: t('import.members'), options: members.map((target) => option(target, column)) },
                    ...(attributes.length > 0
                      ? [
                          {
                            label: t('field.attributes'),
                            options: attributes.map((each) => option(each, column)),
                          },
                        ]
                      : []),
                  ]}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
