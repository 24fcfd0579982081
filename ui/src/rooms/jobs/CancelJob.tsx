import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '@/app/session';
import { useToasts } from '@/shared/toasts';
import { cancelJob, isFinal, type Job } from './queries';

/** One's own job, or anybody's as an operator. */
export function CancelJob({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const isOperator = useMay('operator');
  const isOwn = useMe().subject === job.createdBy;
  const { refused } = useToasts();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSuccess: (now) => queries.setQueryData(['jobs', job.id], now),
    onError: (wrong) => refused(wrong, t('cancel.failed')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
  if (isFinal(job.status)) return null;
  if (!isOwn && !isOperator)
    return (
      <Tooltip title={t('cancel.notYours')}>
        <Button size="small" disabled>
          {t('cancel.action')}
        </Button>
      </Tooltip>
    );
  return (
    <Popconfirm
      title={t('cancel.sure')}
      description={t('cancel.nothingChanges')}
      okText={t('cancel.action')}
      cancelText={t('cancel.goOn')}
      onConfirm={() => cancel.mutate()}
    >
      <Button size="small" loading={cancel.isPending} disabled={job.cancelRequested}>
        {t(job.cancelRequested ? 'cancelling' : 'cancel.action')}
      </Button>
    </Popconfirm>
  );
}
