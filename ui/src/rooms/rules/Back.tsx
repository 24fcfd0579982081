import { LeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';

/** Where there is room for one thing at a time: from what was chosen back to the list that it was chosen from. */
export function Back({ words, go }: { words: string; go: () => void }) {
  return (
    <Button className="rr-back" type="link" size="small" icon={<LeftOutlined />} onClick={go}>
      {words}
    </Button>
  );
}
