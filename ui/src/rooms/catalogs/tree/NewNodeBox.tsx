import { AutoComplete, Input, type InputRef, Tooltip } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api';
import type { NewNode } from './edits';
import { freeKey, KEY, keyFrom } from './keys';
import { INDENT, ROW_HEIGHT } from './sizes';

const DEEPEST_INDENT = 5;

interface Writing {
  at: number;
  level: number;
  taken: ReadonlySet<string>;
  types: readonly string[];
  type: string;
  create: (node: NewNode) => Promise<unknown>;
  close: () => void;
}

/** Written where it will stand; after Enter it is ready for the next one. */
export function NewNodeBox({ at, level, taken, types, type: firstType, create, close }: Writing) {
  const { t } = useTranslation('catalogs');
  const [name, setName] = useState('');
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const [type, setType] = useState(firstType);
  const [wrong, setWrong] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const input = useRef<InputRef>(null);
  const key = ownKey ?? freeKey(keyFrom(name), taken);

  function objection(): string | null {
    if (name.trim() === '') return t('tree.nameMissing');
    if (!KEY.test(key)) return t('tree.badKey');
    if (taken.has(key)) return t('tree.keyTaken', { key });
    return null;
  }

  async function save() {
    const no = objection();
    setWrong(no);
    if (no !== null || isSaving) return;
    setSaving(true);
    try {
      await create({ name: name.trim(), key, type });
      // Whoever types fast has begun the next one already.
      setName((now) => (now === name ? '' : now));
      setOwnKey((now) => (now === ownKey ? null : now));
    } catch (refusal) {
      setWrong(refusal instanceof Problem ? `${refusal.said.detail} (${refusal.code})` : String(refusal));
    } finally {
      setSaving(false);
      input.current?.focus();
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') close();
  }

  const indent = 20 + Math.min(level - 1, DEEPEST_INDENT) * INDENT;
  return (
    <div
      className="tree-writing"
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      aria-selected="false"
      style={{ top: at * ROW_HEIGHT, height: ROW_HEIGHT, paddingLeft: indent }}
      onKeyDown={onKeyDown}
    >
      <span className="unseen">{t('tree.newNode')}</span>
      <Tooltip
        open={wrong !== null}
        title={<span role="alert">{wrong}</span>}
        placement="bottomLeft"
        color="#8f1d12"
      >
        <Input
          ref={input}
          autoFocus
          size="small"
          style={{ flex: 3 }}
          value={name}
          placeholder={t('tree.newName')}
          aria-label={t('tree.newName')}
          status={wrong ? 'error' : undefined}
          onChange={(event) => {
            setName(event.target.value);
            setWrong(null);
          }}
        />
      </Tooltip>
      <Input
        size="small"
        className="mono"
        style={{ flex: 2 }}
        value={key}
        placeholder={t('tree.key')}
        aria-label={t('tree.key')}
        onChange={(event) => {
          setOwnKey(event.target.value === '' ? null : event.target.value);
          setWrong(null);
        }}
      />
      <AutoComplete
        size="small"
        style={{ flex: 2, minWidth: 90 }}
        value={type}
        options={types.map((value) => ({ value }))}
        popupMatchSelectWidth={160}
        aria-label={t('tree.type')}
        onChange={setType}
      />
    </div>
  );
}
