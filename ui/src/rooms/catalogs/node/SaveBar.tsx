// What is not saved yet, and what became of the last attempt.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/shared/states';
import { useHere } from './here';
import type { NodeForm } from './useNodeForm';

export function SaveBar({ form }: { form: NodeForm }) {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const { phase, isDirty, changed, problem, faults } = form;
  if (!mayEdit) return null;
  return (
    <>
      {isDirty && (
        <div className="node-save" role="status">
          <span>{t('unsaved', { count: changed.length })}</span>
          <Button size="small" type="text" onClick={form.revert} disabled={phase !== 'rest'}>
            {t('revert.button')}
          </Button>
          <Button
            size="small"
            type="primary"
            onClick={form.save}
            loading={phase === 'saving'}
            aria-keyshortcuts="Control+S"
          >
            {t('save', { count: changed.length })}
          </Button>
        </div>
      )}
      {phase === 'waiting' && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('waiting.title')}
          description={t('waiting.text')}
          action={
            <Button size="small" onClick={form.save}>
              {t('waiting.now')}
            </Button>
          }
        />
      )}
      {problem && Object.keys(faults.byField).length === 0 && <ProblemNotice wrong={problem} />}
      {problem && Object.keys(faults.byField).length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('refused', { count: Object.keys(faults.byField).length })}
        />
      )}
    </>
  );
}
