// Editing a node: what was read, what is typed, and how a save ends — also when its answer never came.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { api, inEnvironment, Problem, type Tagged, toldWithTag } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { useToasts } from '@/shared/toasts';
import {
  changedKeys,
  changeOf,
  faultsAt,
  hasArrived,
  type Node,
  rebased,
  type Values,
  valuesOf,
  withValue,
} from './form';
import { useLabels } from './labels';
import { forget, keyOf, readNode } from './queries';

/** `waiting`: the service was out of reach in the middle of a save, and is asked again. */
export type Phase = 'rest' | 'saving' | 'waiting';

const SECONDS_TO_ASK_AGAIN = 3;

export type NodeForm = ReturnType<typeof useNodeForm>;

interface Base {
  values: Values;
  etag: string;
}

const baseOf = ({ body, etag }: Tagged<Node>): Base => ({ values: valuesOf(body), etag });

export function useNodeForm(read: Tagged<Node>, title: string) {
  const { t } = useTranslation('nodes');
  const environment = useEnvironment();
  const client = useQueryClient();
  const conflict = useConflict();
  const toasts = useToasts();
  const labels = useLabels();
  const { id } = read.body;
  const [base, setBase] = useState(() => baseOf(read));
  const [values, setValues] = useState(base.values);
  const [phase, setPhase] = useState<Phase>('rest');
  const [problem, setProblem] = useState<Problem | null>(null);
  /** What the save that waits has sent: exactly this is sent again, whatever is typed meanwhile. */
  const sent = useRef<Values | null>(null);
  const typed = useRef(values);
  typed.current = values;

  const changed = useMemo(() => changedKeys(base.values, values), [base, values]);
  const isDirty = changed.length > 0;

  // Somebody else's save is taken over while nothing is typed here; otherwise saving finds it out.
  useEffect(() => {
    if (isDirty || phase !== 'rest' || read.etag === base.etag) return;
    setBase(baseOf(read));
    setValues(valuesOf(read.body));
  }, [read, base, isDirty, phase]);

  function settle(saved: Tagged<Node>, wanted: Values) {
    const now = baseOf(saved);
    client.setQueryData(keyOf(environment, id), saved);
    setBase(now);
    setValues(rebased(wanted, typed.current, now.values));
    setPhase('rest');
    setProblem(null);
    sent.current = null;
    forget(client, environment);
    toasts.done(t('saved', { name: title }));
  }

  async function put(from: Base, wanted: Values): Promise<void> {
    const body = changeOf(from.values, wanted);
    if (body === null) return setPhase('rest');
    sent.current = wanted;
    setPhase('saving');
    setProblem(null);
    try {
      const params = { path: { id }, header: { 'if-match': from.etag } };
      const headers = inEnvironment(environment);
      settle(await toldWithTag(api.PUT('/commerce/nodes/{id}', { params, headers, body })), wanted);
    } catch (wrong) {
      await failed(wrong, from, wanted);
    }
  }

  async function failed(wrong: unknown, from: Base, wanted: Values): Promise<void> {
    if (!(wrong instanceof Problem)) throw wrong;
    if (wrong.isAway) return setPhase('waiting');
    if (wrong.isStale) return reconcile(from, wanted);
    sent.current = null;
    setPhase('rest');
    setProblem(wrong);
  }

  async function reconcile(from: Base, wanted: Values): Promise<void> {
    try {
      const read = await readNode(environment, id);
      const theirs = baseOf(read);
      if (hasArrived(from.values, wanted, theirs.values)) return settle(read, wanted);
      const keys = [...new Set([from.values, wanted, theirs.values].flatMap(Object.keys))].sort();
      const fields = keys.map((key) => ({ key, label: labels.of(key), show: labels.show }));
      const kept = await conflict.resolve<Record<string, unknown>>({
        title,
        base: from.values,
        mine: wanted,
        theirs: theirs.values,
        fields,
      });
      if (kept === null) {
        sent.current = null;
        return setPhase('rest');
      }
      const merged = Object.keys(kept).reduce((now, key) => withValue(now, key, kept[key]), theirs.values);
      setBase(theirs);
      setValues(rebased(wanted, typed.current, merged));
      if (changedKeys(theirs.values, merged).length === 0) return settle(read, wanted);
      await put(theirs, merged);
    } catch (wrong) {
      await failed(wrong, from, wanted);
    }
  }

  function save() {
    if (phase === 'rest') void put(base, typed.current);
    else if (phase === 'waiting' && sent.current) void put(base, sent.current);
  }

  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    if (phase !== 'waiting') return;
    const ask = () => latest.current();
    const again = setInterval(ask, SECONDS_TO_ASK_AGAIN * 1000);
    window.addEventListener('online', ask);
    return () => {
      clearInterval(again);
      window.removeEventListener('online', ask);
    };
  }, [phase]);

  const set = useCallback(
    (key: string, value: unknown) => setValues((now) => withValue(now, key, value)),
    [],
  );
  const revert = useCallback(() => {
    setValues(base.values);
    setProblem(null);
  }, [base]);

  const faults = useMemo(() => {
    if (problem === null) return { byField: {}, others: [] };
    return faultsAt(problem.said, [...changed, ...Object.keys(values)]);
  }, [problem, changed, values]);

  return { base: base.values, values, changed, isDirty, phase, problem, faults, set, save, revert };
}
