import {
  ApartmentOutlined,
  AppstoreOutlined,
  BranchesOutlined,
  FolderOutlined,
  GiftOutlined,
  RobotOutlined,
  TagOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';

const ICONS: Record<string, typeof FolderOutlined> = {
  masterRoot: ApartmentOutlined,
  childRoot: ApartmentOutlined,
  virtualRoot: BranchesOutlined,
  category: FolderOutlined,
  subcategory: FolderOutlined,
  dynamicCategory: ThunderboltOutlined,
  aiCollection: RobotOutlined,
  bundleNode: GiftOutlined,
  solutionSet: AppstoreOutlined,
};

/** What everybody suggests; a tenant may say any other word. */
export const TYPES = [
  'category',
  'subcategory',
  'dynamicCategory',
  'aiCollection',
  'bundleNode',
  'solutionSet',
] as const;

export function TypeIcon({ type }: { type: string }) {
  const Icon = ICONS[type] ?? TagOutlined;
  return <Icon aria-hidden style={{ color: 'var(--ant-color-text-secondary)', fontSize: 15 }} />;
}
