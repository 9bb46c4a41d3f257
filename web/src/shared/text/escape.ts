// SPDX-License-Identifier: Apache-2.0
// Text from the wire is hostile: what moves the cursor, changes direction or cannot be seen is shown as an escape.

export interface Piece {
  text: string;
  /** Made by us, not told like that. */
  isEscape: boolean;
}

// Controls, invisible and direction-changing characters, surrogates on their own, private use.
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u{e0000}-\u{e0fff}]/gu;

const escapeOf = (char: string): string => {
  const code = char.codePointAt(0) ?? 0;
  // As zone files do (RFC 1035 section 5.1), as far as an octet goes.
  if (code < 0x100) return `\\${String(code).padStart(3, '0')}`;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
};

/** Cuts `text` into what can be shown as it is and escapes for what cannot; `\DDD` that it came with counts as an escape. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  const add = (part: string, isEscape: boolean) => {
    if (part === '') return;
    const last = found.at(-1);
    if (last?.isEscape === isEscape) last.text += part;
    else found.push({ text: part, isEscape });
  };
  let at = 0;
  for (const match of text.matchAll(new RegExp(`${unseen.source}|\\\\\\d{3}`, 'gu'))) {
    add(text.slice(at, match.index), false);
    add(match[0].startsWith('\\') ? match[0] : escapeOf(match[0]), true);
    at = match.index + match[0].length;
  }
  add(text.slice(at), false);
  return found;
}

/** The same as plain text. */
export const escaped = (text: string): string =>
  pieces(text)
    .map((piece) => piece.text)
    .join('');
