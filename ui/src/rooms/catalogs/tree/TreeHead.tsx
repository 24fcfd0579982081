import { DeleteOutlined, MinusSquareOutlined, PlusSquareOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef, Select, Tooltip } from 'antd';
import type { KeyboardEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { chooseContentLocale } from '../contentLocale';

type Catalog = Words['catalog_admin__catalogs__schemas__trees__CatalogOut'];

interface Head {
  catalogs: readonly Catalog[];
  catalog: string;
  locale: string;
  locales: readonly string[];
  nameOf: (catalog: Catalog) => string;
  goTo: (catalog: string | null) => void;
  text: string;
  filter: (text: string) => void;
  leave: () => void;
  input: Ref<InputRef>;
  canOpenAll: boolean;
  openAll: () => void;
  closeAll: () => void;
  showDeleted: () => void;
}

const ALL = '*';

export function TreeHead(head: Head) {
  const { t } = useTranslation('catalogs');
  const options = [
    ...head.catalogs.map((each) => ({
      value: each.key,
      label: (
        <span>
          {head.nameOf(each)}{' '}
          <span className="quiet">· {t(`kind.${each.type}`, { defaultValue: each.type })}</span>
        </span>
      ),
      search: `${each.key} ${head.nameOf(each)}`,
    })),
    { value: ALL, label: t('list.all'), search: '' },
  ];

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (head.text === '') head.leave();
      else head.filter('');
    }
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      head.leave();
    }
  }

  return (
    <div className="tree-head">
      <div className="tree-head-line">
        <Select
          size="small"
          style={{ flex: 1, minWidth: 0 }}
          value={head.catalog}
          options={options}
          showSearch={head.catalogs.length > 8 ? { optionFilterProp: 'search' } : false}
          onChange={(key) => head.goTo(key === ALL ? null : key)}
          aria-label={t('tree.catalog')}
        />
        <Select
          size="small"
          style={{ width: 84 }}
          value={head.locale}
          options={(head.locales.length > 0 ? head.locales : [head.locale]).map((value) => ({
            value,
            label: value,
          }))}
          onChange={chooseContentLocale}
          aria-label={t('tree.locale')}
        />
      </div>
      <div className="tree-head-line">
        <Input
          ref={head.input}
          size="small"
          allowClear
          value={head.text}
          onChange={(event) => head.filter(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={t('tree.filter')}
          aria-label={t('tree.filter')}
          aria-keyshortcuts="/"
          suffix={head.text === '' ? <kbd>/</kbd> : undefined}
        />
        <Tooltip title={head.canOpenAll ? t('tree.openAll') : t('tree.openAllTooLarge')}>
          <Button
            size="small"
            type="text"
            icon={<PlusSquareOutlined />}
            disabled={!head.canOpenAll}
            onClick={head.openAll}
            aria-label={t('tree.openAll')}
          />
        </Tooltip>
        <Tooltip title={t('tree.closeAll')}>
          <Button
            size="small"
            type="text"
            icon={<MinusSquareOutlined />}
            onClick={head.closeAll}
            aria-label={t('tree.closeAll')}
          />
        </Tooltip>
        <Tooltip title={t('tree.deletedNodes')}>
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            onClick={head.showDeleted}
            aria-label={t('tree.deletedNodes')}
          />
        </Tooltip>
      </div>
    </div>
  );
}
