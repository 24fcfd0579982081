import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { isName, KINDS, type Kind, kindOfFolder, pathOf } from '@/rooms/repository/kinds';
import { Labelled } from '@/shared/Labelled';

interface Props {
  branch: string;
  /** The folder that is shown: most likely it belongs there. */
  folder?: string;
  paths: readonly string[];
  begin: (path: string, kind: Kind) => void;
  close: () => void;
}

/** Which kind, and where; the text is begun from the kind's template, and nothing is committed yet. */
export function NewFile({ branch, folder = '', paths, begin, close }: Props) {
  const { t } = useTranslation('rules');
  const [kind, setKind] = useState<Kind>(kindOfFolder(folder) ?? 'predicate');
  const [name, setName] = useState(() =>
    folder
      .split('/')
      .slice(1)
      .map((step) => `${step}/`)
      .join(''),
  );
  const path = pathOf(kind, name.trim());
  const isThere = paths.includes(path);
  const isWrong = name.trim() !== '' && !isName(name.trim());
  const hint = isThere ? t('newFile.isThere', { file: path }) : isWrong ? t('newFile.isWrong') : path;
  return (
    <Dialog
      title={t('newFile.title', { branch })}
      ok={t('newFile.begin')}
      run={async () => begin(path, kind)}
      close={close}
      disabled={!isName(name.trim()) || isThere}
    >
      <Labelled words={t('newFile.kind')}>
        {(id) => (
          <Select
            id={id}
            style={{ width: '100%' }}
            value={kind}
            onChange={setKind}
            options={KINDS.map((each) => ({
              value: each.kind,
              label: t(`kinds.${each.kind}.one`),
              says: t(`kinds.${each.kind}.says`),
            }))}
            optionRender={({ data }) => (
              <div>
                {data.label}
                <div className="quiet">{data.says}</div>
              </div>
            )}
          />
        )}
      </Labelled>
      <Labelled words={t('newFile.name')}>
        {(id) => (
          <>
            <Input
              id={id}
              autoFocus
              value={name}
              maxLength={200}
              status={isThere || isWrong ? 'error' : undefined}
              aria-describedby={`${id}-hint`}
              onChange={(event) => setName(event.target.value)}
            />
            <div id={`${id}-hint`} className={isThere || isWrong ? 'rr-wrong' : 'quiet mono'}>
              {hint}
            </div>
          </>
        )}
      </Labelled>
    </Dialog>
  );
}
