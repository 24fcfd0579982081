import { Input } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import { Labelled } from '@/shared/Labelled';

export function isConfirmed(typed: string, wanted: string): boolean {
  return typed.trim() === wanted;
}

/** Where a mistake costs most, the hand has to say the name of what it is about to change. */
export function TypedKey({
  wanted,
  typed,
  onType,
}: {
  wanted: string;
  typed: string;
  onType: (typed: string) => void;
}) {
  const { t } = useTranslation('publishing');
  return (
    <Labelled
      words={
        <Trans
          t={t}
          i18nKey="typeKey"
          values={{ key: wanted }}
          components={{ key: <strong className="mono" /> }}
        />
      }
    >
      {(id) => (
        <Input
          id={id}
          value={typed}
          onChange={(event) => onType(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Labelled>
  );
}
