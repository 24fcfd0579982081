import { theme } from 'antd';
import { expect, test } from 'vitest';
import { makeTheme } from './theme';

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const share = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each([
  ['light', 'compact'],
  ['light', 'comfortable'],
  ['dark', 'compact'],
] as const)('white on a button of a %s, %s page is read, also when it is pointed at', (look, density) => {
  const said = theme.getDesignToken(makeTheme(look === 'dark', density));
  const grounds = [said.colorPrimary, said.colorPrimaryHover, said.colorPrimaryActive];
  // On dark pages dangerous buttons are written in black.
  if (look === 'light') grounds.push(said.colorError, said.colorErrorHover, said.colorErrorActive);
  for (const ground of grounds) expect(1.05 / (luminance(ground) + 0.05)).toBeGreaterThanOrEqual(4.5);
});
