// Choosing a product out of any number: the service searches.
import { Select } from 'antd';
import { useState } from 'react';
import { wordsIn } from '../attributes/registry';
import { useProducts } from './goods';
import { useSettled } from './useSettled';

export function ProductPicker({
  environment,
  value,
  onChange,
  ...control
}: {
  environment: string;
  value: string | undefined;
  onChange: (key: string | undefined) => void;
  id?: string;
  status?: 'error';
  placeholder?: string;
  'aria-label'?: string;
  style?: React.CSSProperties;
}) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed) || undefined;
  const found = useProducts(environment, { search });
  const products = found.data?.pages[0]?.items ?? [];
  return (
    <Select
      style={{ width: '100%' }}
      {...control}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      loading={found.isFetching}
      value={value}
      onChange={(key?: string) => onChange(key)}
      options={products.map((product) => ({
        value: product.key,
        label: (
          <span>
            {wordsIn(product.name) ?? product.key} <span className="mono quiet">{product.key}</span>
          </span>
        ),
      }))}
    />
  );
}
