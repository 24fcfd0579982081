// A status is a word and a colour. antd's preset tags miss WCAG AA; these pairs pass it in both themes.
import { forwardRef, type HTMLAttributes } from 'react';

export type Tone = 'good' | 'wait' | 'info' | 'bad' | 'plain';

const PAIRS: Record<Tone, [ground: string, ink: string, darkGround: string, darkInk: string]> = {
  good: ['#e4f5e2', '#1b5e14', '#16301a', '#8fdc8a'],
  wait: ['#fdf0cf', '#6d4700', '#382a0b', '#f0c05a'],
  info: ['#e2ecfd', '#1b448f', '#152744', '#9ac0ff'],
  bad: ['#fde4e1', '#8f1d12', '#3d1a17', '#ff9c92'],
  plain: ['#eceff3', '#434c5a', '#262b33', '#b9c2cf'],
};

export const StatusTag = forwardRef<HTMLSpanElement, HTMLAttributes<HTMLSpanElement> & { tone?: Tone }>(
  function StatusTag({ tone = 'plain', style, ...rest }, ref) {
    const [ground, ink, darkGround, darkInk] = PAIRS[tone];
    const colours = {
      background: `light-dark(${ground}, ${darkGround})`,
      color: `light-dark(${ink}, ${darkInk})`,
    };
    return (
      <span
        ref={ref}
        {...rest}
        style={{
          ...colours,
          borderRadius: 4,
          padding: '1px 6px',
          fontSize: 11.5,
          lineHeight: '16px',
          whiteSpace: 'nowrap',
          ...style,
        }}
      />
    );
  },
);
