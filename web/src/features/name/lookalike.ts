// SPDX-License-Identifier: Apache-2.0
// What the eye makes of a name in other scripts, and in words which letters are not what they seem.
import { type Idn, type OddLetter, scriptOf } from '@/shared/text/names';

/** Letters that are drawn as Latin ones in the usual faces (after Unicode's confusables, UTS 39): those of Cyrillic and Greek. */
const latin: Readonly<Record<string, string>> = {
  а: 'a', // U+0430
  ь: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  ӏ: 'l',
  ո: 'n',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  υ: 'u',
  ѵ: 'v',
  ѡ: 'w',
  х: 'x',
  у: 'y',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  ω: 'w',
};

/** The ASCII name as which `unicode` is read; undefined when it is not read as one, or is one. */
export function readsAs(unicode: string): string | undefined {
  const read = [...unicode].map((char) => latin[char] ?? char).join('');
  return read !== unicode && /^[\x21-\x7e]+$/.test(read) ? read : undefined;
}

const point = (char: string): string =>
  `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

export interface OddWords {
  /** "letter 7", "letters 2 and 5". */
  letters: string;
  script: string;
  /** U+0435. */
  points: string[];
  /** What the rest of its label is written in. */
  rest?: string;
}

const listed = (numbers: number[]): string =>
  numbers.length < 2
    ? String(numbers[0] ?? '')
    : `${numbers.slice(0, -1).join(', ')} and ${String(numbers.at(-1))}`;

/** By script; letters are counted within the whole name, from 1, without its dots. */
export function oddWords({ unicode, odd }: Idn): OddWords[] {
  const chars = [...unicode];
  const isOdd = new Set(odd.map(({ at }) => at));
  const number = (at: number) => chars.slice(0, at + 1).filter((char) => char !== '.').length;
  const byScript = new Map<string, OddLetter[]>();
  for (const letter of odd) byScript.set(letter.script, [...(byScript.get(letter.script) ?? []), letter]);
  const rest = chars.flatMap((char, i) => (isOdd.has(i) ? [] : (scriptOf(char) ?? [])))[0];
  return [...byScript].map(([script, letters]) => ({
    letters: `${letters.length === 1 ? 'letter' : 'letters'} ${listed(letters.map(({ at }) => number(at)))}`,
    script,
    points: [...new Set(letters.map(({ char }) => point(char)))],
    rest,
  }));
}
