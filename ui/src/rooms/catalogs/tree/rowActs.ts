import type { Act } from './RowMenu';

export const ACTS: (Act | '-')[] = [
  'toggle',
  'create',
  '-',
  'rename',
  'moveTo',
  'earlier',
  'later',
  'cut',
  'paste',
  '-',
  'copyPath',
  'copyLink',
  '-',
  'delete',
];
export const READING_ACTS: (Act | '-')[] = ['toggle', '-', 'copyPath', 'copyLink'];
export const ALL_ACTS = ACTS.filter((each): each is Act => each !== '-');
