// SPDX-License-Identifier: Apache-2.0
// A pasted list on its way from the box to the bulk page: too long for an address, so it is kept for this tab.
const key = 'spoor.pasted';

export const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function handOver(text: string) {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // over the quota: the bulk page asks to paste it there
  }
}

export const handedOver = (): string => {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
};
