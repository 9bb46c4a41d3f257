// SPDX-License-Identifier: Apache-2.0
// Patterns as the server reads them (docs/formats/ask.md, src/search/pattern.h), to mark what they match. An automaton
// and not a RegExp of the browser's: that would hang on `(a+)+$`, which the server answers at once, and a pattern comes
// with a link that anybody can send.
import type { Mark } from '@/shared/ui/values';

type Node =
  | { kind: 'set'; set: Uint8Array }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'either'; parts: Node[] }
  | { kind: 'repeat'; part: Node; least: number; most: number }
  | { kind: 'begin' }
  | { kind: 'end' };

const codes = 128;
const setOf = (takes: (char: string) => boolean): Uint8Array => {
  const set = new Uint8Array(codes);
  for (let code = 32; code < 127; code++) {
    const char = String.fromCharCode(code);
    // Without regard to case.
    if (takes(char) || takes(char.toLowerCase()) || takes(char.toUpperCase())) set[code] = 1;
  }
  return set;
};
const any = setOf(() => true);
const literal = (char: string): Node => ({ kind: 'set', set: setOf((other) => other === char) });
const anything: Node = { kind: 'repeat', part: { kind: 'set', set: any }, least: 0, most: Infinity };

const shorthands: Record<string, RegExp> = {
  d: /\d/,
  w: /\w/,
  s: /\s/,
  D: /\D/,
  W: /\W/,
  S: /\S/,
};
const namedClasses: Record<string, RegExp> = {
  alpha: /[a-z]/i,
  digit: /\d/,
  alnum: /[a-z\d]/i,
  lower: /[a-z]/i,
  upper: /[a-z]/i,
  xdigit: /[\da-f]/i,
  punct: /[!-/:-@[-`{-~]/,
  space: /\s/,
  blank: /[ \t]/,
  graph: /[!-~]/,
  print: /[ -~]/,
};

/** Thrown inside this file only: the pattern is not one that we can read. */
class Unread extends Error {}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  whole(): Node {
    const node = this.either();
    if (this.at < this.text.length) throw new Unread();
    return node;
  }

  private peek(): string | undefined {
    return this.text[this.at];
  }
  private take(): string {
    const char = this.text[this.at];
    if (char === undefined) throw new Unread();
    this.at += 1;
    return char;
  }
  private skip(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private either(): Node {
    const parts = [this.sequence()];
    while (this.skip('|')) parts.push(this.sequence());
    return { kind: 'either', parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek())
      parts.push(this.repeated(this.atom()));
    return { kind: 'sequence', parts };
  }

  private repeated(first: Node): Node {
    let node = first;
    for (;;) {
      if (this.skip('*')) node = { kind: 'repeat', part: node, least: 0, most: Infinity };
      else if (this.skip('+')) node = { kind: 'repeat', part: node, least: 1, most: Infinity };
      else if (this.skip('?')) node = { kind: 'repeat', part: node, least: 0, most: 1 };
      else {
        const [braces, least, comma, most] =
          /^\{(\d{1,4})(,)?(\d{1,4})?\}/.exec(this.text.slice(this.at)) ?? [];
        if (braces === undefined) return node;
        this.at += braces.length;
        const from = Number(least);
        node = {
          kind: 'repeat',
          part: node,
          least: from,
          most: comma === undefined ? from : most === undefined ? Infinity : Number(most),
        };
      }
      // Lazy or not, the same texts match; we mark the longest.
      this.skip('?');
    }
  }

  private atom(): Node {
    const char = this.take();
    switch (char) {
      case '(': {
        if (this.peek() === '?' && !this.skip('?:')) throw new Unread();
        const inner = this.either();
        if (!this.skip(')')) throw new Unread();
        return inner;
      }
      case '[':
        return { kind: 'set', set: this.brackets('^') };
      case '.':
        return { kind: 'set', set: any };
      case '^':
        return { kind: 'begin' };
      case '$':
        return { kind: 'end' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new Unread();
      default:
        return literal(char);
    }
  }

  private escape(): Node {
    const char = this.take();
    const shorthand = shorthands[char];
    if (shorthand !== undefined) return { kind: 'set', set: setOf((other) => shorthand.test(other)) };
    if (/[a-z\d]/i.test(char)) throw new Unread();
    return literal(char);
  }

  /** Behind the '['. */
  brackets(not: '^' | '!'): Uint8Array {
    const isNot = this.skip(not);
    const takers: ((char: string) => boolean)[] = [];
    for (let isFirst = true; isFirst || this.peek() !== ']'; isFirst = false) {
      const named = /^\[:([a-z]+):\]/.exec(this.text.slice(this.at));
      if (named !== null) {
        const of = namedClasses[named[1] ?? ''];
        if (of === undefined) throw new Unread();
        this.at += named[0].length;
        takers.push((char) => of.test(char));
        continue;
      }
      const from = this.bracketChar();
      if (typeof from !== 'string') {
        takers.push((char) => from.test(char));
        continue;
      }
      if (this.peek() === '-' && this.text[this.at + 1] !== ']') {
        this.at += 1;
        const to = this.bracketChar();
        if (typeof to !== 'string' || to < from) throw new Unread();
        takers.push((char) => char >= from && char <= to);
      } else takers.push((char) => char === from);
    }
    this.at += 1;
    const set = setOf((char) => takers.some((takes) => takes(char)));
    return isNot ? any.map((each, i) => (each === 1 && set[i] === 0 ? 1 : 0)) : set;
  }

  private bracketChar(): string | RegExp {
    const char = this.take();
    if (char !== '\\') return char;
    const next = this.take();
    return shorthands[next] ?? next;
  }

  /** `*`, `?`, `[…]`, `[!…]` and `\`. */
  glob(): Node {
    const parts: Node[] = [];
    while (this.peek() !== undefined) {
      const char = this.take();
      if (char === '*') parts.push(anything);
      else if (char === '?') parts.push({ kind: 'set', set: any });
      else if (char === '[') parts.push({ kind: 'set', set: this.brackets('!') });
      else parts.push(literal(char === '\\' ? this.take() : char));
    }
    return globCore(parts);
  }
}

/** A glob takes the whole text: what it says is between the stars at its ends. */
function globCore(parts: Node[]): Node {
  const from = parts.findIndex((part) => part !== anything);
  if (from < 0) throw new Unread();
  const to = parts.findLastIndex((part) => part !== anything) + 1;
  const core = parts.slice(from, to);
  if (from === 0) core.unshift({ kind: 'begin' });
  if (to === parts.length) core.push({ kind: 'end' });
  return { kind: 'sequence', parts: core };
}

type Step =
  | { kind: 'set'; set: Uint8Array }
  | { kind: 'fork'; a: number; b: number }
  | { kind: 'begin' | 'end' | 'found' };

const mostSteps = 4000;

function compiled(root: Node): Step[] {
  const steps: Step[] = [];
  const add = (step: Step): number => {
    if (steps.length >= mostSteps) throw new Unread();
    return steps.push(step) - 1;
  };
  const fork = () => {
    const step = { kind: 'fork' as const, a: 0, b: 0 };
    return { at: add(step), step };
  };
  const either = (parts: Node[]) => {
    const ends: { a: number; b: number }[] = [];
    parts.forEach((part, i) => {
      const isLast = i === parts.length - 1;
      const choice = isLast ? undefined : fork().step;
      if (choice !== undefined) choice.a = steps.length;
      put(part);
      if (!isLast) ends.push(fork().step);
      if (choice !== undefined) choice.b = steps.length;
    });
    for (const end of ends) end.a = end.b = steps.length;
  };
  const repeat = (part: Node, least: number, most: number) => {
    for (let i = 0; i < least; i++) put(part);
    if (most === Infinity) {
      const { at, step } = fork();
      step.a = steps.length;
      put(part);
      const back = fork().step;
      back.a = back.b = at;
      step.b = steps.length;
      return;
    }
    const exits: { a: number; b: number }[] = [];
    for (let i = least; i < most; i++) {
      const { step } = fork();
      step.a = steps.length;
      put(part);
      exits.push(step);
    }
    for (const exit of exits) exit.b = steps.length;
  };
  const put = (node: Node): void => {
    if (node.kind === 'set' || node.kind === 'begin' || node.kind === 'end') add(node);
    else if (node.kind === 'sequence') node.parts.forEach(put);
    else if (node.kind === 'either') either(node.parts);
    else repeat(node.part, node.least, node.most);
  };
  put(root);
  add({ kind: 'found' });
  return steps;
}

/** Steps of the automaton in one text, then the rest stays unmarked. */
const budget = 400_000;

/** All longest matches, from the left. */
function runner(steps: Step[]): Mark {
  const stamp = new Int32Array(steps.length);
  let round = 0;
  return (text) => {
    const spans: [number, number][] = [];
    // A final dot is there or not: the end is before it too.
    const end = text.endsWith('.') ? text.length - 1 : text.length;
    let left = budget;
    /** Adds `first` and all that it reaches without a character; whether the match may end here. */
    const reach = (first: number, at: number, into: number[]): boolean => {
      let isFound = false;
      const open = [first];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const step = steps[next];
        if (step === undefined || stamp[next] === round) continue;
        stamp[next] = round;
        left -= 1;
        if (step.kind === 'set') into.push(next);
        else if (step.kind === 'fork') open.push(step.b, step.a);
        else if (step.kind === 'found') isFound = true;
        else if (step.kind === 'begin' ? at === 0 : at >= end) open.push(next + 1);
      }
      return isFound;
    };
    const longestFrom = (from: number): number => {
      let current: number[] = [];
      round += 1;
      let found = reach(0, from, current) ? from : -1;
      for (let at = from; at < text.length && current.length > 0 && left > 0; at++) {
        const code = text.charCodeAt(at);
        const next: number[] = [];
        round += 1;
        for (const index of current) {
          const step = steps[index];
          if (step?.kind === 'set' && step.set[code] === 1 && reach(index + 1, at + 1, next)) found = at + 1;
        }
        current = next;
      }
      return found;
    };
    for (let from = 0; from < text.length && left > 0;) {
      const to = longestFrom(from);
      if (to > from && left > 0) spans.push([from, to]);
      from = Math.max(to, from + 1);
    }
    return spans;
  };
}

/** What is not a pattern's text: `/…/`, `glob:…` and `has:…` are. */
export type PatternKind = 'regex' | 'glob' | 'substring';
export function patternKind(q: string): PatternKind | undefined {
  if (q.length > 1 && q.startsWith('/') && /\/i?$/.test(q.slice(1))) return 'regex';
  if (q.startsWith('glob:')) return 'glob';
  if (q.startsWith('has:')) return 'substring';
  return undefined;
}

/** Marks what the pattern of a question matches; undefined where it is none, or none that can be read here. */
export function markOf(q: string): Mark | undefined {
  try {
    switch (patternKind(q)) {
      case 'regex':
        return runner(compiled(new Reader(q.slice(1).replace(/\/i?$/, '').replace(/\\\//g, '/')).whole()));
      case 'glob':
        return runner(compiled(new Reader(q.slice('glob:'.length)).glob()));
      case 'substring': {
        const parts = [...q.slice('has:'.length)].map(literal);
        return parts.length === 0 ? undefined : runner(compiled({ kind: 'sequence', parts }));
      }
      default:
        return undefined;
    }
  } catch (error) {
    // Too deep for the stack counts as unread too.
    if (error instanceof Unread || error instanceof RangeError) return undefined;
    throw error;
  }
}
