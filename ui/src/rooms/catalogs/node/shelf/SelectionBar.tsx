// What can be done to all the chosen rows at once, each button saying to how many.
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Member } from '../queries';
import { handOf } from './changes';
import { MoveTo } from './MoveTo';
import type { Shelf } from './useShelf';

export function SelectionBar({
  members,
  out,
  shelf,
  clear,
}: {
  members: Member[];
  out: boolean;
  shelf: Shelf;
  clear: () => void;
}) {
  const { t } = useTranslation('nodes');
  const { message } = App.useApp();
  const [isMoving, setMoving] = useState(false);
  const byHand = members.filter((each) => handOf(each) !== null);
  const pinned = members.filter((each) => each.pin !== null);

  async function then(act: Promise<boolean>) {
    if (await act) clear();
  }

  async function copy() {
    await navigator.clipboard.writeText(members.map((each) => each.ratePlanId).join('\n'));
    message.success(t('shelf.copied', { count: members.length }), 2);
  }

  const button = (key: string, some: Member[], act: () => void) => (
    <Button key={key} size="small" disabled={some.length === 0 || shelf.isBusy} onClick={act}>
      {t(`shelf.${key}`, { count: some.length })}
    </Button>
  );
  return (
    <div className="shelf-chosen" role="toolbar" aria-label={t('shelf.chosen', { count: members.length })}>
      <strong>{t('shelf.chosen', { count: members.length })}</strong>
      {!out && button('pinThem', members, () => void then(shelf.pin(members)))}
      {!out && pinned.length > 0 && button('unpinThem', pinned, () => void then(shelf.unpin(pinned)))}
      {!out && button('removeThem', byHand, () => void then(shelf.remove(byHand)))}
      {!out && button('excludeThem', members, () => void then(shelf.exclude(members)))}
      {out && button('letThem', byHand, () => void then(shelf.remove(byHand)))}
      {out && button('includeThem', members, () => void then(shelf.include(members)))}
      {!out && button('moveThem', members, () => setMoving(true))}
      {button('copyThem', members, () => void copy())}
      <span className="node-gap" />
      <Button size="small" type="text" onClick={clear}>
        {t('shelf.clear')}
      </Button>
      {isMoving && (
        <MoveTo
          count={members.length}
          close={() => setMoving(false)}
          move={async (target) => {
            setMoving(false);
            await then(shelf.move(members, target));
          }}
        />
      )}
    </div>
  );
}
