// The rules on the left as they are being written; on the right what they would do, before anybody saves them.
import { App, Button, Popconfirm, Tooltip } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { useDebounced } from '@/shared/debounced';
import { StatusTag } from '@/shared/StatusTag';
import { type Asked, type Effects, type Language, type Standing, usePreview } from './asking';
import { subjectsOf } from './builder/fields';
import { emptyQuery } from './builder/query';
import { InheritedRules } from './InheritedRules';
import { useKeptDraft } from './keptDrafts';
import { Preview } from './preview/Preview';
import { RuleCard } from './RuleCard';
import {
  type Draft,
  draftOf,
  type Effect,
  isReady,
  isStatic,
  newRule,
  type RuleDraft,
  type Source,
  saysTheSame,
  toldDraft,
} from './rule';
import { Starters } from './Starters';
import { useSaving } from './saving';

const PREVIEW_WAITS = 350;

interface Props {
  catalog: string;
  node: string;
  path: string;
  standing: Standing;
  language: Language;
  mayEdit: boolean;
}

export function RuleDesk({ catalog, node, path, standing, language, mayEdit }: Props) {
  const { t } = useTranslation('shelfRules');
  const { modal } = App.useApp();
  const environment = useEnvironment();
  const [edited, setEdited] = useKeptDraft(environment, node);
  const [open, setOpen] = useState<string | null>(null);
  const [instant, setInstant] = useState<string | null>(null);
  const subjects = useMemo(() => subjectsOf(language.attributes), [language.attributes]);

  const from = edited?.from ?? standing;
  const stored = useMemo(() => draftOf(from?.body.rules ?? [], from?.body.masks ?? []), [from]);
  const draft = edited?.draft ?? stored;
  const isChanged = edited !== null && !saysTheSame(stored, draft);
  function change(make: (draft: Draft) => Draft) {
    setEdited((now) => ({ draft: make(now?.draft ?? stored), from: now?.from ?? standing }));
  }

  const isComplete =
    draft.rules.every(isReady) && new Set(draft.rules.map((rule) => rule.key)).size === draft.rules.length;
  const wanted = useMemo<Asked>(() => ({ node, said: toldDraft(draft), instant }), [node, draft, instant]);
  const [settled, previewNow] = useDebounced(wanted, PREVIEW_WAITS);
  const hasEverything = isComplete && settled.said.rules.length === draft.rules.length;
  const counted = usePreview(hasEverything ? settled : null, ['enters', 'leaves'], '');
  const effects = counted.data?.pages[0] as Effects | undefined;
  const isCurrent = isComplete && settled === wanted && !counted.isFetching && !counted.isPlaceholderData;

  const saving = useSaving({ node, path, from, draft, done });
  /** What was typed while it was saved goes on from what was saved; after a merge it is settled once more. */
  function done(after: Standing, isMerged: boolean) {
    setEdited((now) => {
      if (now === null || now.draft === draft) return null;
      return { draft: now.draft, from: isMerged ? now.from : after };
    });
  }
  const maySave = mayEdit && isChanged && isComplete && !counted.isError && !saving.isBusy;

  function changeRule(rule: RuleDraft) {
    change((now) => ({ ...now, rules: now.rules.map((each) => (each.id === rule.id ? rule : each)) }));
  }
  function add(effect: Effect, source: Source = { kind: 'unfinished', query: emptyQuery() }, key?: string) {
    const rule = newRule(draft, effect, source, key);
    change((now) => ({ ...now, rules: [...now.rules, rule] }));
    setOpen(rule.id);
  }
  function remove(id: string) {
    change((now) => ({ ...now, rules: now.rules.filter((each) => each.id !== id) }));
  }
  function toggleMask(key: string) {
    change((now) => ({
      ...now,
      masks: now.masks.includes(key) ? now.masks.filter((each) => each !== key) : [...now.masks, key],
    }));
  }
  function save() {
    if (maySave) void saving.save();
  }
  function becomeStatic() {
    change(() => ({ rules: [], masks: [] }));
    setOpen(null);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === 's' && isChanged) {
      event.preventDefault();
      save();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      previewNow();
      void counted.refetch();
    }
  }

  const saveWords = isStatic(draft)
    ? t('save.static', { count: effects?.leaves ?? 0 })
    : effects && isCurrent && instant === null
      ? t('save.named', { enters: effects.enters, leaves: effects.leaves })
      : t('save.plain');

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are shortcuts of buttons that stand inside
    <div className="rules" onKeyDown={onKeyDown}>
      <div className="rules-desk">
        <section className="rules-list" aria-label={t('rules')}>
          <header className="rules-bar">
            <strong>{t('rules')}</strong>
            {from && (
              <Tooltip title={t('versionHint')}>
                <StatusTag>{t('version', { version: from.body.version })}</StatusTag>
              </Tooltip>
            )}
            {isChanged && <StatusTag tone="wait">{t('unsaved')}</StatusTag>}
            <span className="rules-gap" />
            {mayEdit && from && !isChanged && (
              <Popconfirm
                title={t('delete.title')}
                description={<div style={{ maxWidth: 300 }}>{t('delete.said')}</div>}
                okText={t('delete.ok')}
                cancelText={t('delete.keep')}
                onConfirm={becomeStatic}
              >
                <Button size="small" type="text">
                  {t('delete.button')}
                </Button>
              </Popconfirm>
            )}
            {mayEdit && (
              <>
                <Button size="small" onClick={() => add('include')}>
                  {t('addInclude')}
                </Button>
                <Button size="small" onClick={() => add('exclude')}>
                  {t('addExclude')}
                </Button>
              </>
            )}
          </header>
          {!mayEdit && <p className="quiet rules-note">{t('readOnly')}</p>}
          {draft.rules.length === 0 && (
            <Starters
              language={language}
              mayEdit={mayEdit}
              hasLeft={isChanged && isStatic(draft)}
              start={add}
            />
          )}
          {draft.rules.map((rule) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              language={language}
              subjects={subjects}
              answers={effects?.outcomes[rule.key]}
              isOpen={open === rule.id}
              isKeyTaken={draft.rules.some((each) => each.id !== rule.id && each.key === rule.key)}
              mayEdit={mayEdit}
              toggle={() => setOpen(open === rule.id ? null : rule.id)}
              change={changeRule}
              remove={() => remove(rule.id)}
            />
          ))}
          <InheritedRules
            catalog={catalog}
            node={node}
            masks={draft.masks}
            stored={stored.masks}
            language={language}
            subjects={subjects}
            mayEdit={mayEdit}
            toggle={toggleMask}
          />
        </section>
        <Preview
          asked={hasEverything ? settled : null}
          path={path}
          catalog={catalog}
          rules={draft.rules}
          counted={counted}
          isCurrent={isCurrent}
          isComplete={isComplete}
          isChanged={isChanged}
          instant={instant}
          seeOn={setInstant}
        />
      </div>
      {isChanged && (
        <footer className="rules-foot">
          <span className="quiet">
            <kbd>Ctrl</kbd> <kbd>↵</kbd> {t('keys.preview')} · <kbd>Ctrl</kbd> <kbd>S</kbd> {t('keys.save')}
          </span>
          <span className="rules-gap" />
          <Button
            onClick={() =>
              modal.confirm({
                title: t('discard.title'),
                okText: t('discard.ok'),
                cancelText: t('discard.keep'),
                onOk: () => setEdited(null),
              })
            }
          >
            {t('discard.button')}
          </Button>
          <Button
            type="primary"
            danger={isStatic(draft)}
            disabled={!maySave}
            loading={saving.isBusy}
            onClick={save}
          >
            {saveWords}
          </Button>
        </footer>
      )}
    </div>
  );
}
