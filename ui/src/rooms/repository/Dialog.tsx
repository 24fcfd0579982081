// Every question before a change: what will happen, the words for it, and what the service said if it said no.
import { Modal } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '@/shared/states';
import './pieces.css';

interface Props {
  title: string;
  ok: string;
  /** Throws what the service refused; it is shown here unless the caller returns true for it. */
  run: () => Promise<unknown>;
  isTaken?: (wrong: unknown) => boolean;
  close: () => void;
  disabled?: boolean;
  danger?: boolean;
  width?: number;
  children: ReactNode;
}

export function Dialog({ title, ok, run, isTaken, close, disabled, danger, width = 520, children }: Props) {
  const { t } = useTranslation('shared');
  useFocusBack();
  const [wrong, setWrong] = useState<unknown>(null);
  const [isRunning, setRunning] = useState(false);
  const submit = async () => {
    if (disabled || isRunning) return;
    setRunning(true);
    setWrong(null);
    try {
      await run();
    } catch (refused) {
      if (!isTaken?.(refused)) setWrong(refused);
    } finally {
      setRunning(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 'Enter') return;
    event.preventDefault();
    void submit();
  };
  return (
    <Modal
      open
      width={width}
      title={title}
      okText={ok}
      okButtonProps={{ loading: isRunning, disabled, danger }}
      cancelText={t('cancel')}
      onOk={() => void submit()}
      onCancel={close}
      mask={{ closable: false }}
    >
      <form
        className="rr-stack"
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {wrong !== null && <ProblemNotice wrong={wrong} />}
        {children}
      </form>
    </Modal>
  );
}

/** It is gone in one go when it is closed; whoever had the focus before has it again, unless something else took it. */
export function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    },
    [before],
  );
}
