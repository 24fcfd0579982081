import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useActiveShortcuts } from '@/shared/shortcuts';
import { closeOverlay } from './opening';

export default function Shortcuts() {
  const { t } = useTranslation('app');
  const shortcuts = useActiveShortcuts();
  return (
    <Modal open title={t('person.shortcuts')} footer={null} onCancel={closeOverlay} width={520}>
      <dl style={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: '8px 16px', margin: 0 }}>
        {shortcuts.map((each) => (
          <div key={each.keys + each.says} style={{ display: 'contents' }}>
            <dt>
              {each.keys.split(' ').map((key) => (
                <kbd key={key} style={{ marginRight: 4 }}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd style={{ margin: 0 }}>{each.says}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
