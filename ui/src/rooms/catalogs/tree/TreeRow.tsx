import {
  ApartmentOutlined,
  ClockCircleOutlined,
  DatabaseOutlined,
  FilterOutlined,
  FolderOutlined,
  GiftOutlined,
  MoreOutlined,
  PlusOutlined,
  RobotOutlined,
  TagOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import { Tooltip } from 'antd';
import { type ComponentType, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { instant, moment, number } from '@/shared/format';
import { pieces } from './filter';
import { Mark, type Row } from './forest';
import { lifeOf } from './life';
import { INDENT, ROW_HEIGHT } from './sizes';

const ICONS: Record<string, ComponentType> = {
  masterRoot: DatabaseOutlined,
  childRoot: DatabaseOutlined,
  virtualRoot: FilterOutlined,
  category: FolderOutlined,
  subcategory: FolderOutlined,
  dynamicCategory: ThunderboltOutlined,
  aiCollection: RobotOutlined,
  bundleNode: GiftOutlined,
  solutionSet: ApartmentOutlined,
};

export interface RowLook {
  row: Row;
  title: string;
  words: readonly string[];
  at: number;
  level: number;
  place: number;
  of: number;
  open: boolean;
  canOpen: boolean;
  active: boolean;
  marked: boolean;
  shown: boolean;
  cut: boolean;
  dropInside: boolean;
  mayEdit: boolean;
}

/** One slim line. What a click on it means is decided by the tree, by `data-act`. */
export const TreeRow = memo(function TreeRow(look: RowLook) {
  const { t } = useTranslation('catalogs');
  const { row, title, level } = look;
  const Icon = ICONS[row.type] ?? TagOutlined;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree holds the focus and names the active row
    <div
      id={`node-${row.id}`}
      data-node={row.id}
      role="treeitem"
      aria-level={level}
      aria-posinset={look.place}
      aria-setsize={look.of}
      aria-expanded={look.canOpen ? look.open : undefined}
      aria-selected={look.marked}
      aria-current={look.shown ? 'true' : undefined}
      draggable={look.mayEdit}
      className={classesOf(look)}
      style={{ top: look.at * ROW_HEIGHT, height: ROW_HEIGHT, paddingLeft: 4 + (level - 1) * INDENT }}
    >
      <span className="tree-chevron" data-act={look.canOpen ? 'toggle' : undefined} aria-hidden="true">
        {look.canOpen ? (look.open ? '▾' : '▸') : ''}
      </span>
      <span className="tree-icon" title={row.type} aria-hidden="true">
        <Icon />
      </span>
      <span className="tree-words">
        <span className="tree-name">
          <Highlighted text={title} words={look.words} />
        </span>
        {row.key !== '' && !isSame(row.key, title) && (
          <span className="tree-key">
            <Highlighted text={row.key} words={look.words} />
          </span>
        )}
        <Marks row={row} />
      </span>
      <Count row={row} />
      <span className="tree-acts" aria-hidden="true">
        {look.mayEdit && (
          <button type="button" tabIndex={-1} data-act="create" title={t('tree.create')}>
            <PlusOutlined />
          </button>
        )}
        <button type="button" tabIndex={-1} data-act="menu" title={t('tree.more')}>
          <MoreOutlined />
        </button>
      </span>
    </div>
  );
});

function classesOf(look: RowLook): string {
  const flags = {
    active: look.active,
    marked: look.marked,
    shown: look.shown,
    cut: look.cut,
    drop: look.dropInside,
  };
  const said = Object.entries(flags).flatMap(([name, is]) => (is ? [`tree-${name}`] : []));
  return ['tree-row', ...said].join(' ');
}

/** A key that says the same as the name is left out. */
function isSame(key: string, title: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return plain(key) === plain(title);
}

export function Highlighted({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return text;
  // biome-ignore lint/suspicious/noArrayIndexKey: a piece is nothing but its place
  return pieces(text, words).map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
}

function Marks({ row }: { row: Row }) {
  const { t } = useTranslation('catalogs');
  const life = lifeOf(row.activeFrom, row.activeTo, Date.now());
  const { mark } = row;
  return (
    <>
      {mark & Mark.new ? <span className="tree-mark tree-is-new">{t('tree.mark.new')}</span> : null}
      {mark & Mark.changed ? (
        <span className="tree-mark tree-is-changed">{t('tree.mark.changed')}</span>
      ) : null}
      {mark & Mark.moved ? <span className="tree-mark tree-is-moved">{t('tree.mark.moved')}</span> : null}
      {row.rules > 0 && (
        <span className="tree-mark tree-is-rule" title={t('tree.mark.rules', { count: row.rules })}>
          {mark & Mark.rules && !(mark & Mark.new) ? t('tree.mark.ruleChanged') : t('tree.mark.rule')}
        </span>
      )}
      {life && (
        <span className="tree-mark tree-is-life" title={instant(life.at)}>
          <ClockCircleOutlined aria-hidden="true" /> {t(`tree.life.${life.word}`, { day: moment(life.at) })}
        </span>
      )}
    </>
  );
}

function Count({ row }: { row: Row }) {
  const { t } = useTranslation('catalogs');
  const shown = row.ratePlansBelow || row.assigned;
  if (!shown) return <span className="tree-count" />;
  const served = row.ratePlansBelow ?? 0;
  const words = t('tree.counts', {
    served: number(served),
    own: number(row.ratePlans ?? 0),
    hand: number(row.assigned),
  });
  return (
    <Tooltip title={words} mouseEnterDelay={0.4}>
      <span className="tree-count">
        <span aria-hidden="true">{number(shown)}</span>
        <span className="unseen">{t('tree.count', { count: shown, shown: number(shown) })}</span>
      </span>
    </Tooltip>
  );
}
