import { BranchesOutlined, LockOutlined, TagOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { branchesQuery, tagsQuery } from './queries';
import { shortId } from './shortId';

interface Props {
  value?: string;
  onChange: (revision: string) => void;
  label: string;
  /** Branches alone, as where something is to be changed. */
  branchesOnly?: boolean;
  id?: string;
  width?: number | string;
  prefix?: React.ReactNode;
}

const COMMIT = /^[0-9a-f]{7,40}$/;

/** A branch, a tag, or a commit by its digits. */
export function RevisionSelect({ value, onChange, label, branchesOnly, id, width = 240, prefix }: Props) {
  const { t } = useTranslation('repository');
  const [search, setSearch] = useState('');
  const branches = useQuery(branchesQuery).data ?? [];
  const tags = useQuery({ ...tagsQuery, enabled: !branchesOnly }).data ?? [];
  const known = [...branches, ...tags].map((each) => each.name);
  const typed = [value, search.trim()].filter(
    (each): each is string => each !== undefined && !known.includes(each) && COMMIT.test(each),
  );
  const unknown = value !== undefined && !known.includes(value) && !COMMIT.test(value) ? [value] : [];
  const groups = [
    {
      label: t('revision.branches'),
      options: [
        ...branches.map((each) => ({
          value: each.name,
          name: each.name,
          label: (
            <>
              {each.isProtected ? <LockOutlined title={t('revision.protected')} /> : <BranchesOutlined />}{' '}
              {each.name}
            </>
          ),
        })),
        ...unknown.map((name) => ({ value: name, name, label: name })),
      ],
    },
    ...(branchesOnly
      ? []
      : [
          {
            label: t('revision.tags'),
            options: tags.map((each) => ({
              value: each.name,
              name: each.name,
              label: (
                <>
                  <TagOutlined /> {each.name}
                </>
              ),
            })),
          },
          {
            label: t('revision.commits'),
            options: [...new Set(typed)].map((commit) => ({
              value: commit,
              name: commit,
              label: <span className="mono">{shortId(commit)}</span>,
            })),
          },
        ]),
  ];
  return (
    <Select
      id={id}
      aria-label={label}
      prefix={prefix}
      style={{ width, maxWidth: '100%' }}
      value={value}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'name', onSearch: setSearch }}
      options={groups.filter((group) => group.options.length > 0)}
      popupMatchSelectWidth={260}
      placeholder={label}
    />
  );
}
