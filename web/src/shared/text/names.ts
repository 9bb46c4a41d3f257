// SPDX-License-Identifier: Apache-2.0
// Domain names as people read them: without the final dot, in Unicode, cut at the registered domain.
import punycode from 'punycode/';

/** Presentation form without the final dot; the root stays '.'. */
export const withoutDot = (name: string): string =>
  name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name;

/** Splits at dots that are not escaped. */
export function labelsOf(name: string): string[] {
  const plain = withoutDot(name);
  if (plain === '' || plain === '.') return [];
  return plain.match(/(?:[^.\\]|\\\d{3}|\\.)+/g) ?? [plain];
}

/** [left of the registered domain with its dot, registered domain]; without knowledge of suffixes the last two labels. */
export function splitName(name: string, registered?: string): [left: string, domain: string] {
  const plain = withoutDot(name);
  const domain = registered === undefined ? labelsOf(plain).slice(-2).join('.') : withoutDot(registered);
  if (domain === '' || !plain.endsWith(domain)) return ['', plain];
  return [plain.slice(0, plain.length - domain.length), domain];
}

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
  'Devanagari',
  'Georgian',
  'Cherokee',
] as const;
const tests = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);
/** These go together by custom (UTS 39, highly restrictive). */
const together = [
  ['Han', 'Hiragana', 'Katakana', 'Latin'],
  ['Han', 'Hangul', 'Latin'],
];

export const scriptOf = (char: string): string | undefined => tests.find(([, test]) => test.test(char))?.[0];

export interface OddLetter {
  char: string;
  /** Place in the Unicode form, in code points from 0. */
  at: number;
  script: string;
}

export interface Idn {
  unicode: string;
  /** Letters of another script than most of their label's. */
  odd: OddLetter[];
}

function oddLetters(label: string, from: number): OddLetter[] {
  const letters = [...label].map((char, i) => ({ char, at: from + i, script: scriptOf(char) }));
  const counts = new Map<string, number>();
  for (const { script } of letters)
    if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + 1);
  const used = [...counts.keys()];
  if (used.length < 2 || together.some((group) => used.every((script) => group.includes(script)))) return [];
  const main = used.reduce((a, b) => ((counts.get(b) ?? 0) > (counts.get(a) ?? 0) ? b : a));
  return letters.filter(
    (letter): letter is OddLetter => letter.script !== undefined && letter.script !== main,
  );
}

/** The Unicode form of a name with A-labels (RFC 5890), and where it mixes scripts. Undefined for all other names. */
export function idnOf(name: string): Idn | undefined {
  const plain = withoutDot(name);
  if (!/(^|\.)xn--/i.test(plain)) return undefined;
  const odd: OddLetter[] = [];
  let at = 0;
  let decodedAny = false;
  const labels = plain.split('.').map((label) => {
    let shown = label;
    if (/^xn--/i.test(label)) {
      try {
        const decoded = punycode.decode(label.slice(4).toLowerCase()).normalize('NFC');
        // What would not come back as the same label is no U-label and stays as it is.
        if (`xn--${punycode.encode(decoded)}` === label.toLowerCase() && !/[.\p{C}\p{Z}]/u.test(decoded)) {
          shown = decoded;
          decodedAny = true;
        }
      } catch {
        // not punycode
      }
    }
    odd.push(...oddLetters(shown, at));
    at += [...shown].length + 1;
    return shown;
  });
  return decodedAny ? { unicode: labels.join('.'), odd } : undefined;
}

/** `evil.example` as evil[.]example, as one sends it by mail. */
export function defanged(value: string): string {
  return value
    .replace(/^http/i, 'hxxp')
    .replace(/@/g, '[at]')
    .replace(/\./g, '[.]')
    .replace(/:(?=[0-9a-f:]*$)/gi, (c) => (value.includes('.') ? c : `[${c}]`));
}
