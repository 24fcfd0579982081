// What every screen has to be able to say: nothing here, wait, it went wrong, you may not.
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from './api';

/** One sentence and at most one action. */
export function Nothing({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="nothing">
      <div>{children}</div>
      {action}
    </div>
  );
}

export function Loading({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation('shared');
  return (
    <div role="status" aria-label={t('loading')} className="loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey bars have no identity
        <i key={row} />
      ))}
    </div>
  );
}

/** The problem in the service's words, its code, and a way on. */
export function ProblemNotice({
  wrong,
  title,
  retry,
  children,
}: {
  wrong: unknown;
  title?: string;
  retry?: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation('shared');
  const said = wrong instanceof Problem ? wrong.said : null;
  const heading =
    said?.status === 403 ? t('refused') : said?.status === 0 ? t('unreachable') : (title ?? t('wentWrong'));
  return (
    <Alert
      type={said?.status === 403 ? 'warning' : 'error'}
      showIcon
      role="alert"
      title={heading}
      description={
        <>
          {/* The heading says it all, in the person's language. */}
          <div>
            {said?.status === 0
              ? null
              : said
                ? said.detail
                : String((wrong as Error | null)?.message ?? wrong)}
          </div>
          {said?.suggestion && <div>{t('suggestion', { suggestion: said.suggestion })}</div>}
          {said?.errors?.map((each) => (
            <div key={each.pointer + each.detail}>
              <span className="mono">{each.pointer}</span> {each.detail}
            </div>
          ))}
          {said && said.status !== 0 && (
            <span className="mono quiet">
              {said.code}
              {said.requestId && ` · ${said.requestId}`}
            </span>
          )}
        </>
      }
      action={
        children ??
        (retry && (
          <Button size="small" onClick={retry}>
            {t('again')}
          </Button>
        ))
      }
    />
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** The three states of anything asked for; the fourth, nothing there, is the caller's to tell. */
export function Answer<T>({
  asked,
  rows,
  children,
}: {
  asked: Asked<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (asked.data !== undefined) return <>{children(asked.data)}</>;
  if (asked.isPending) return <Loading rows={rows} />;
  return <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />;
}
