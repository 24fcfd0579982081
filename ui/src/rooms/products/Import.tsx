// A file becomes products, rate plans, prices or attributes: choose, say what its columns are, check, import.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress, Radio, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { useAddress } from '@/shared/address';
import { number } from '@/shared/format';
import { Answer, ProblemNotice } from '@/shared/states';
import { useRegistry } from './attributes/registry';
import { Columns } from './import/Columns';
import { DropZone } from './import/DropZone';
import { type Chosen, chosenFrom } from './import/file';
import { type Mapping, mapParameters, objections, remember, remembered, suggested } from './import/mapping';
import { Errors, isOver, Outcome, type Report, Running, reportOf, useJob } from './import/Outcome';
import { Preview } from './import/Preview';
import { type Of, SORTS, targetsOf } from './import/targets';
import type { Job, Policy } from './import/upload';
import { useUpload } from './import/useUpload';
import { useBarred } from './useBarred';
import '@/shared/room.css';

/** The file somebody chose, kept while he looks at other pages. */
let kept: Chosen | null = null;

export function Page() {
  const { t } = useTranslation('products');
  const environment = useEnvironment();
  const barred = useBarred();
  const queries = useQueryClient();
  const [said, say] = useAddress();
  const of = SORTS.find((sort) => sort === said.of) ?? 'products';
  const [chosen, setChosen] = useState<Chosen | null>(kept);
  const [wrong, setWrong] = useState<unknown>(null);
  const [policy, setPolicy] = useState<Policy>('reject-everything');
  const registry = useRegistry();
  const targets = targetsOf(of, registry.data ?? []);
  const columns = chosen?.sheet?.columns ?? [];
  const [mapping, setMapping] = useMapping(of, columns, registry.data !== undefined, targets);
  const job = useJob(said.job);
  const upload = useUpload(environment, (started) => {
    queries.setQueryData(['jobs', started.id], started);
    say({ job: started.id });
  });
  const ended = job.data && isOver(job.data) ? job.data : undefined;
  const endedForReal = ended && !ended.params.dryRun ? ended.id : undefined;
  useEffect(() => {
    if (endedForReal) void queries.invalidateQueries({ queryKey: ['products', environment] });
  }, [endedForReal, queries, environment]);

  const take = async (file: File) => {
    setWrong(null);
    upload.forget();
    try {
      kept = await chosenFrom(file);
      setChosen(kept);
      say({ job: undefined });
    } catch (unreadable) {
      setWrong(unreadable);
    }
  };
  const drop = () => {
    kept = null;
    setChosen(null);
    upload.forget();
    say({ job: undefined });
  };
  const start = (dryRun: boolean) => {
    if (!chosen) return;
    if (chosen.sheet) remember(of, columns, mapping, localStorage);
    say({ job: undefined, of });
    const map = chosen.sheet ? mapParameters(columns, mapping) : [];
    void upload.start({ of, format: chosen.format, policy, dryRun, map }, chosen.body);
  };
  const against = chosen?.sheet ? objections(columns, mapping, targets) : [];
  const first = against[0];
  const blocked = barred ?? (first && t(`import.objection.${first.kind}`, { name: first.name }));
  const outcome = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another job has ended
  useEffect(() => void outcome.current?.scrollIntoView({ block: 'nearest' }), [ended?.id]);
  const sending = upload.way.is === 'sending' ? upload.way : null;
  const busy = sending !== null || (job.data !== undefined && !isOver(job.data));
  const checked =
    ended?.params.dryRun === true &&
    ended.status === 'succeeded' &&
    isSame(ended, of, policy, mapping, columns);
  const report = ended ? reportOf(ended) : null;
  const good = report ? willBe(report, policy) : 0;
  const why = blocked ?? (!checked ? t('import.checkFirst') : whyNot(report, good));
  function whyNot(found: Report | null, rows: number) {
    if (rows > 0 || !found) return undefined;
    return found.rejected > 0 ? t('import.mendFirst', { count: found.rejected }) : t('import.nothingNew');
  }

  return (
    <div style={{ display: 'grid', gap: 12, maxWidth: 1240 }}>
      <div className="bar">
        <h1>{t('import.title')}</h1>
        <Segmented<Of>
          aria-label={t('import.what')}
          value={of}
          disabled={busy}
          onChange={(next) => say({ of: next, job: undefined })}
          options={SORTS.map((sort) => ({ value: sort, label: t(`import.of.${sort}`) }))}
        />
        <span className="quiet">{t(`import.ofWords.${of}`)}</span>
      </div>
      {wrong !== null && <ProblemNotice wrong={wrong} title={t('import.unreadable')} />}
      {chosen ? (
        <div className="card">
          <div className="bar" style={{ marginBottom: 8 }}>
            <strong>{chosen.name}</strong>
            <span className="quiet">
              {t(`import.format.${chosen.format}`)} · {bytes(chosen.body.size)}
              {chosen.sheet && ` · ${t(`import.separator.${SEPARATORS[chosen.sheet.separator]}`)}`}
            </span>
            <span style={{ flex: 1 }} />
            <Button size="small" disabled={busy} onClick={drop}>
              {t('import.otherFile')}
            </Button>
          </div>
          {!chosen.isText && (
            <Alert type="warning" showIcon title={t('import.notUtf8')} style={{ marginBottom: 8 }} />
          )}
          <Preview chosen={chosen} />
        </div>
      ) : (
        <>
          {said.job !== undefined && <Alert type="info" showIcon title={t('import.chooseAgain')} />}
          <DropZone take={(file) => void take(file)} barred={barred} />
        </>
      )}
      {chosen?.sheet && (
        <div className="card">
          <div className="bar" style={{ marginBottom: 8 }}>
            <h2 style={{ fontSize: 14, margin: 0 }}>{t('import.columns')}</h2>
            <span style={{ flex: 1 }} />
            <Button size="small" disabled={busy} onClick={() => setMapping(suggested(columns, targets))}>
              {t('import.suggest')}
            </Button>
          </div>
          <Columns sheet={chosen.sheet} targets={targets} mapping={mapping} onChange={setMapping} />
        </div>
      )}
      {chosen && (
        <div className="card">
          <div className="bar">
            <span id="policy">{t('import.policy')}</span>
            <Radio.Group
              aria-labelledby="policy"
              value={policy}
              disabled={busy}
              onChange={(event) => setPolicy(event.target.value as Policy)}
              options={(['reject-everything', 'reject-failed-rows'] as const).map((each) => ({
                value: each,
                label: t(`import.policies.${each}`),
              }))}
            />
            <span style={{ flex: 1 }} />
            {why && !busy && <span className="quiet">{why}</span>}
            <Button
              type={checked ? 'default' : 'primary'}
              disabled={blocked !== undefined || busy}
              title={blocked}
              onClick={() => start(true)}
            >
              {t('import.check')}
            </Button>
            <Button
              type={checked ? 'primary' : 'default'}
              disabled={why !== undefined || busy}
              title={why}
              onClick={() => start(false)}
            >
              {checked && good > 0
                ? t('import.importCount', { count: good, shown: number(good) })
                : t('import.import')}
            </Button>
          </div>
        </div>
      )}
      {sending && (
        <div className="card" role="status">
          <div className="bar">
            <strong>{t('import.sending')}</strong>
            <span className="quiet">
              {t('import.sent', { sent: bytes(sending.sent), size: bytes(sending.size) })}
            </span>
            <span style={{ flex: 1 }} />
            <Button size="small" onClick={upload.stop}>
              {t('import.stop')}
            </Button>
          </div>
          <Progress
            percent={Math.round((sending.sent / Math.max(sending.size, 1)) * 100)}
            aria-label={t('import.sending')}
          />
        </div>
      )}
      {upload.way.is === 'cut' && (
        <CutNotice
          sent={upload.way.sent}
          size={upload.way.size}
          again={() => start(upload.way.is === 'cut' && upload.way.dryRun)}
        />
      )}
      {upload.way.is === 'refused' && <ProblemNotice wrong={upload.way.wrong} />}
      {said.job !== undefined && !sending && (
        <Answer asked={job}>
          {(found) =>
            isOver(found) ? (
              <>
                <div ref={outcome}>
                  <Outcome job={found} />
                </div>
                {(report?.errors ?? 0) > 0 && (
                  <Errors key={found.id} job={found} found={report?.errors ?? 0} />
                )}
              </>
            ) : (
              <Running job={found} environment={environment} />
            )
          }
        </Answer>
      )}
    </div>
  );
}

const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;

/** How many rows the import will write, as the check has found. */
function willBe({ created, updated, rejected }: Report, policy: Policy): number {
  return policy === 'reject-everything' && rejected > 0 ? 0 : created + updated;
}

/** Whether a check was of what would be imported now. */
function isSame(job: Job, of: Of, policy: Policy, mapping: Mapping, columns: string[]): boolean {
  const { params } = job;
  const wanted = Object.fromEntries(
    mapParameters(columns, mapping).map((each) => {
      const at = each.lastIndexOf('=');
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );
  const asked = (params.map ?? {}) as Record<string, string>;
  const names = new Set([...Object.keys(wanted), ...Object.keys(asked)]);
  return (
    (of === 'tariffs' ? job.kind === 'pricing.import' : params.of === of) &&
    params.policy === policy &&
    [...names].every((name) => wanted[name] === asked[name])
  );
}

function bytes(size: number): string {
  const [unit, by] = size >= 1_000_000 ? (['megabyte', 1_000_000] as const) : (['kilobyte', 1_000] as const);
  return number(size / by, { style: 'unit', unit, maximumFractionDigits: size >= 10 * by ? 0 : 1 });
}

/** Suggested for a new header, remembered for a known one. */
function useMapping(
  of: Of,
  columns: string[],
  isReady: boolean,
  targets: ReturnType<typeof targetsOf>,
): [Mapping, (mapping: Mapping) => void] {
  const [mapping, setMapping] = useState<Mapping>({});
  const header = `${of}:${columns.join('\u001f')}`;
  const done = useRef('');
  useEffect(() => {
    if (!isReady || done.current === header) return;
    done.current = header;
    setMapping(remembered(of, columns, targets, localStorage) ?? suggested(columns, targets));
  });
  return [mapping, setMapping];
}

function CutNotice({ sent, size, again }: { sent: number; size: number; again: () => void }) {
  const { t } = useTranslation('products');
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('import.cut', { sent: bytes(sent), size: bytes(size) })}
      description={t('import.cutWords')}
      action={
        <Button size="small" onClick={again}>
          {t('import.sendAgain')}
        </Button>
      }
    />
  );
}
