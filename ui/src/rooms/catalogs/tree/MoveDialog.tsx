import { Input, Modal, Radio, Select } from 'antd';
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import type { Place } from './drop';
import { filtered, wordsOf } from './filter';
import { childrenOf, EMPTY, type Forest, isWithin, pathOf, titleOf } from './forest';
import { KEY } from './keys';
import { useMatches, type Which } from './source';
import { Highlighted } from './TreeRow';

const MOST_SHOWN = 100;

interface Moving {
  which: Which;
  forest: Forest;
  isWhole: boolean;
  catalogName: string;
  ids: readonly string[];
  /** Makes sure that what was found is in the tree, with its children. */
  ready: (id: string, among: Forest) => Promise<unknown>;
  childrenOf: (id: string) => readonly string[];
  move: (to: Place, key?: string) => void;
  close: () => void;
}

/** The equal of dragging, for the keyboard and for far ways: where to, at which place, under which key. */
export default function MoveDialog(props: Moving) {
  const { t } = useTranslation('catalogs');
  const { which, forest, ids, catalogName, ready, childrenOf: childrenIn, move, close } = props;
  const first = forest.rows.get(ids[0]!)!;
  const [text, setText] = useState('');
  const words = useMemo(() => wordsOf(text.replaceAll('.', ' ')), [text]);
  const deferred = useDeferredValue(words);
  const asked = useMatches(which, deferred.join(' '), !props.isWhole);
  const among = props.isWhole || deferred.length === 0 ? forest : (asked.data?.forest ?? EMPTY);
  const options = useMemo(
    () => optionsOf(among, deferred, ids, catalogName),
    [among, deferred, ids, catalogName],
  );
  const [active, setActive] = useState(0);
  const [where, setWhere] = useState<'first' | 'last' | 'after'>('last');
  const [sibling, setSibling] = useState<string | null>(null);
  const [key, setKey] = useState(first.key);
  const target = options[Math.min(active, options.length - 1)];
  const siblings = target ? childrenIn(target.id).filter((id) => !ids.includes(id)) : [];
  const isGood = target !== undefined && !target.refused && KEY.test(key);

  async function go() {
    if (!isGood) return;
    close();
    await ready(target.id, among);
    const staying = childrenIn(target.id).filter((id) => !ids.includes(id));
    const after = where === 'after' && sibling ? staying.indexOf(sibling) + 1 : staying.length;
    const position = where === 'first' ? 0 : after;
    move({ parentId: target.id, position }, key !== first.key ? key : undefined);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive((at) => Math.max(0, Math.min(options.length - 1, at + step)));
      setSibling(null);
    }
    if (event.key === 'Enter') void go();
  }

  return (
    <Modal
      open
      width={600}
      title={t('tree.moveTo.title', { count: ids.length, name: titleOf(first, catalogName) })}
      okText={
        target
          ? t('tree.moveTo.action', { count: ids.length, parent: target.title })
          : t('tree.moveTo.nowhere')
      }
      okButtonProps={{ disabled: !isGood }}
      cancelText={t('cancel', { ns: 'shared' })}
      onOk={() => void go()}
      onCancel={close}
    >
      <Input
        autoFocus
        allowClear
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setSibling(null);
        }}
        onKeyDown={onKeyDown}
        placeholder={t('tree.moveTo.search')}
        aria-label={t('tree.moveTo.search')}
        role="combobox"
        aria-expanded="true"
        aria-controls="move-options"
        aria-activedescendant={target && `move-${target.id}`}
      />
      <div id="move-options" className="tree-options" role="listbox" aria-label={t('tree.moveTo.places')}>
        {options.map((option, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter in the field above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={option.id}
            id={`move-${option.id}`}
            ref={at === active ? scrolledTo : undefined}
            role="option"
            aria-selected={at === active}
            aria-disabled={option.refused}
            className="tree-option"
            onClick={() => {
              setActive(at);
              setSibling(null);
            }}
            onDoubleClick={() => void go()}
          >
            <span>
              <Highlighted text={option.title} words={deferred} />
            </span>
            <span className="quiet mono tree-option-path" title={option.path}>
              {option.path}
            </span>
            {option.refused && <span className="quiet">{t('tree.refused.itself')}</span>}
          </div>
        ))}
        {options.length === 0 && <div className="tree-option quiet">{t('tree.noneFound')}</div>}
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
        <Radio.Group
          value={where}
          onChange={(event) => setWhere(event.target.value)}
          options={[
            {
              value: 'last',
              label: t('tree.moveTo.last', { count: siblings.length, shown: number(siblings.length) }),
            },
            { value: 'first', label: t('tree.moveTo.first') },
            { value: 'after', label: t('tree.moveTo.after'), disabled: siblings.length === 0 },
          ]}
          aria-label={t('tree.moveTo.where')}
        />
        {where === 'after' && (
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={sibling}
            onChange={setSibling}
            options={siblings.map((id) => ({ value: id, label: titleOf(forest.rows.get(id)!, catalogName) }))}
            aria-label={t('tree.moveTo.after')}
          />
        )}
        {ids.length === 1 && (
          <label htmlFor="key-there" style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
            <span>{t('tree.moveTo.key')}</span>
            <Input
              id="key-there"
              className="mono"
              style={{ flex: 1 }}
              value={key}
              status={KEY.test(key) ? undefined : 'error'}
              onChange={(event) => setKey(event.target.value)}
            />
          </label>
        )}
      </div>
    </Modal>
  );
}

function scrolledTo(option: HTMLElement | null) {
  option?.scrollIntoView({ block: 'nearest' });
}

interface Option {
  id: string;
  title: string;
  path: string;
  refused: boolean;
}

/** Without words the top of the tree; with words what matches, shortest way first. */
function optionsOf(
  forest: Forest,
  words: readonly string[],
  ids: readonly string[],
  catalogName: string,
): Option[] {
  const found =
    words.length === 0
      ? forest.tops.flatMap((top) => [top, ...childrenOf(forest, top)])
      : byPath(forest, words);
  return found.slice(0, MOST_SHOWN).map((id) => ({
    id,
    title: titleOf(forest.rows.get(id)!, catalogName),
    path: pathOf(forest, id),
    refused: ids.some((each) => isWithin(forest, id, each)),
  }));
}

/** A node whose own name matches before one that only lies there. */
function byPath(forest: Forest, words: readonly string[]): string[] {
  const own = [...filtered(forest, words).found];
  if (own.length >= MOST_SHOWN || words.length === 1) return own;
  const [last] = words.slice(-1);
  const rest = [...filtered(forest, [last!]).found].filter((id) => {
    const path = pathOf(forest, id).toLowerCase();
    return !own.includes(id) && words.every((word) => path.includes(word));
  });
  return [...own, ...rest];
}
