// The frame of every form in a drawer: fields with what was refused, Ctrl S, Save and Cancel.
import { Button, Form, Space } from 'antd';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './room.css';
import { FaultsAt, faultsOf } from '@/shared/fields';
import { isSame } from '@/shared/merge';
import { ProblemNotice } from '@/shared/states';
import { useUnsaved } from '@/shared/unsaved';

export function FormFrame({
  said,
  save,
  saveWords,
  cancel,
  children,
  blocked,
}: {
  /** Everything that is typed here: who leaves it unsaved is asked first. */
  said: unknown;
  /** Throws what the service refused; null when the person gave up. */
  save: () => Promise<unknown>;
  saveWords: string;
  cancel: () => void;
  children: ReactNode;
  /** Why it cannot be saved yet. */
  blocked?: string;
}) {
  const { t } = useTranslation('shared');
  const [wrong, setWrong] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const [first] = useState(said);
  const sent = useRef<unknown>(first);
  const isOver = useRef(false);
  useUnsaved(() => !isOver.current && !isSame(said, first) && !isSame(said, sent.current));
  const submit = async () => {
    if (blocked || saving) return;
    sent.current = said;
    setSaving(true);
    setWrong(null);
    try {
      if ((await save()) === null) sent.current = first;
    } catch (refused) {
      sent.current = first;
      setWrong(refused);
    } finally {
      setSaving(false);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || (event.key !== 's' && event.key !== 'Enter')) return;
    event.preventDefault();
    void submit();
  };
  return (
    <FaultsAt value={faultsOf(wrong)}>
      <Form component="form" onFinish={() => void submit()} onKeyDown={onKey} size="middle">
        {wrong !== null && (
          <div style={{ marginBottom: 12 }}>
            <ProblemNotice wrong={wrong} />
          </div>
        )}
        {children}
        <Space style={{ position: 'sticky', bottom: -24, zIndex: 2 }} className="form-foot">
          <Button
            type="primary"
            htmlType="submit"
            loading={saving}
            disabled={blocked !== undefined}
            title={blocked}
          >
            {saveWords}
          </Button>
          <Button
            onClick={() => {
              isOver.current = true;
              cancel();
            }}
          >
            {t('cancel')}
          </Button>
          {blocked && <span className="quiet">{blocked}</span>}
        </Space>
      </Form>
    </FaultsAt>
  );
}
