// Moves that the tree knows too: its dialogs do them, so that both places say the same.
import { DeleteOutlined, DragOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { askTree } from '../acts';
import { useHere } from './here';

export function NodeActions() {
  const { t } = useTranslation('nodes');
  const { node, mayEdit } = useHere();
  if (!mayEdit) return null;
  const isRoot = node.parentId === null;
  return (
    <>
      <Button size="small" icon={<PlusOutlined />} onClick={() => askTree('create', node.id)}>
        {t('act.create')}
      </Button>
      {!isRoot && (
        <>
          <Button size="small" icon={<DragOutlined />} onClick={() => askTree('moveTo', node.id)}>
            {t('act.move')}
          </Button>
          <Button size="small" icon={<DeleteOutlined />} onClick={() => askTree('delete', node.id)}>
            {t('act.delete')}
          </Button>
        </>
      )}
    </>
  );
}
