import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '@/shared/Labelled';
import { isEqual, type Json, readExactly } from '../json/exact';
import { spelt } from '../json/spelling';
import { SaidOf } from './faults';
import { type Place, withMember } from './fields';

const shown = (said: Json | undefined) => (said === undefined ? '' : spelt(said).trim());

/** A value of any form, as JSON. What cannot be read yet is not written into the file. */
export function JsonField({ value, at, name, label, change }: Place & { name: string; label: string }) {
  const { t } = useTranslation('ruleEditors');
  const [text, setText] = useState(() => shown(value[name]));
  const read = readExactly(text);
  const isWrong = text.trim() !== '' && 'wrong' in read;
  const stands = value[name];
  // It was changed elsewhere: that is shown instead.
  useEffect(() => {
    setText((typed) => {
      const now = readExactly(typed);
      const isSame =
        typed.trim() === '' ? stands === undefined : 'value' in now && isEqual(now.value, stands);
      return isSame || 'wrong' in now ? typed : shown(stands);
    });
  }, [stands]);
  return (
    <div className={`rf-field is-wide is-${name}`}>
      <Labelled words={label}>
        {(id) => (
          <>
            <Input.TextArea
              id={id}
              size="small"
              className="mono"
              autoSize={{ minRows: 1, maxRows: 12 }}
              spellCheck={false}
              readOnly={change === undefined}
              status={isWrong ? 'error' : undefined}
              value={text}
              onChange={(event) => {
                const said = event.target.value;
                setText(said);
                const now = readExactly(said);
                if (said.trim() === '') change?.(withMember(value, name, undefined));
                else if ('value' in now) change?.(withMember(value, name, now.value));
              }}
            />
            {isWrong && <div className="rr-wrong">{t('json.notYet')}</div>}
            <SaidOf at={`${at}/${name}`} />
          </>
        )}
      </Labelled>
    </div>
  );
}
