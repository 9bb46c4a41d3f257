// SPDX-License-Identifier: Apache-2.0
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Exact, with thousands apart: 48,213. */
export const exact = (count: number): string => whole.format(count);

/** "1 record", "48,213 records". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${exact(count)} ${count === 1 ? one : many}`;

/** 1536 -> "1.5 KiB". */
export function octets(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let left = count;
  while (left >= 1024 && unit < units.length - 1) {
    left /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? left : left.toFixed(left < 10 ? 1 : 0)} ${units[unit]}`;
}
