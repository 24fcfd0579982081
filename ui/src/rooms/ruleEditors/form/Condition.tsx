import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ReadsOtherNames, useParsed } from '@/rooms/catalogs/rules/asking';
import { ConditionEditor } from '@/rooms/catalogs/rules/ConditionEditor';
import type { Source } from '@/rooms/catalogs/rules/rule';
import { Loading } from '@/shared/states';
import type { Json, JsonObject } from '../json/exact';
import { SaidOf } from './faults';
import type { Place } from './fields';
import { type Held, whenOf } from './held';
import { useNames } from './useNames';
import '@/rooms/catalogs/rules/rules.css';

interface Props extends Place {
  /** What the condition is known by while it is written. */
  id: string;
  held: Held;
  commit: string;
  context: string;
}

/** When a rule holds: the same rows, text and logic as for rules of shelves, over names of the context. */
export function Condition({ id, held, commit, context, ...place }: Props) {
  const { t } = useTranslation('ruleEditors');
  const names = useNames(commit, context);
  return (
    <section aria-label={t('rule.when')} className="rf-when">
      <div className="rf-title">{t('rule.when')}</div>
      {names.isMissing && <div className="rt-doubt">{t('condition.noContext', { file: names.file })}</div>}
      {names.isReady ? (
        <ReadsOtherNames.Provider value={true}>
          <Written {...place} id={id} held={held} names={names} />
        </ReadsOtherNames.Provider>
      ) : (
        <Loading rows={2} />
      )}
      <SaidOf at={`${place.at}/when`} />
    </section>
  );
}

interface WrittenProps extends Place {
  id: string;
  held: Held;
  names: ReturnType<typeof useNames>;
}

function Written({ id, held, names, value, change }: WrittenProps) {
  const stands = value.when;
  const source = held.sourceOf(id, stands);
  const write = (next: Source) => {
    const when = whenOf(next);
    held.hold(id, next, when ?? stands);
    if (when !== undefined) change?.({ ...value, when } as JsonObject);
  };
  const logic = useLogicOf(source);
  const isTyped = source.kind === 'text' && stands === source.expression;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the answer is there
  useEffect(() => {
    if (!isTyped || logic === null || change === undefined) return;
    held.hold(id, source, logic);
    change({ ...value, when: logic });
  }, [isTyped, logic]);
  return (
    <ConditionEditor
      source={source}
      language={names.language}
      subjects={names.subjects}
      mayEdit={change !== undefined}
      change={write}
    />
  );
}

/** A text that can be read is kept as logic, as the service would: then a difference shows what was changed, no more. */
function useLogicOf(source: Source): Json | null {
  const asked = useParsed(source);
  return asked.isPlaceholderData ? null : ((asked.data?.when as Json | undefined) ?? null);
}
