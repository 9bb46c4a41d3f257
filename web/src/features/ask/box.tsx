// SPDX-License-Identifier: Apache-2.0
// The box: takes whatever was pasted, asks the server what it is, and goes to the page that answers it.
import { useQueryClient } from '@tanstack/react-query';
import { IconSearch, IconStar, IconStarFilled } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { ProblemError, type Schemas } from '@/shared/api/client';
import { useKeys } from '@/shared/keyboard/keys';
import { pageOfQuery, pages, useAddress, useGo } from '@/shared/question/address';
import { Kbd } from '@/shared/ui/controls';
import { Text } from '@/shared/ui/values';
import css from './box.module.css';
import { handOver, linesOf } from './pasted';
import { askQuery } from './queries';
import { remember, useKeptQuestions } from './recent';

const example = 'name, address, CIDR, mailbox, /regex/, *.wild.card, or a pasted list';

export type Wrong = Pick<Schemas['AskError'], 'offset' | 'detail'> & { text: string };

/** What is wrong and where: a caret under the character. Offsets are octets of UTF-8. */
export function WrongNote({ wrong }: { wrong: Wrong }) {
  const before = new TextDecoder().decode(new TextEncoder().encode(wrong.text).slice(0, wrong.offset));
  return (
    <div className={css.wrong} role="alert">
      <pre className="mono">
        <Text text={wrong.text} />
        {`\n${' '.repeat([...before].length)}`}
        <strong>^</strong>
      </pre>
      {wrong.detail}
    </div>
  );
}

/** Told what is asked, before it is known what that is; done when the page of it can begin with its answer. */
type OnAsked = (text: string) => Promise<void>;

/** So long, in ms, the page before stays for the sake of an answer that comes at once: it is drawn in one go then. */
const patience = 25;
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Shows what this page was asked; typing begins anew on every other page. */
export function Box({ onAsked }: { onAsked?: OnAsked }) {
  const address = useAddress();
  const shown = address.one('asked') ?? address.one('q') ?? subjectOf(address.path);
  return (
    <AskBox key={`${address.path} ${shown}`} shown={shown} isFirst={address.path === '/'} onAsked={onAsked} />
  );
}

function AskBox({ shown, isFirst, onAsked }: { shown: string; isFirst: boolean; onAsked?: OnAsked }) {
  const go = useGo();
  const client = useQueryClient();
  const { list, toggleSaved, forget } = useKeptQuestions();
  const [text, setText] = useState(shown);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [wrong, setWrong] = useState<Wrong>();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  useKeys([
    {
      key: '/',
      says: 'to the box',
      run: () => {
        input.current?.focus();
        input.current?.select();
      },
    },
  ]);

  const options = list.filter((each) => text === shown || each.text.includes(text)).slice(0, 12);

  const ask = async (asked: string, inNewTab = false) => {
    const trimmed = asked.trim();
    if (trimmed === '') return;
    const begun = inNewTab ? undefined : onAsked?.(trimmed);
    try {
      const said = await client.fetchQuery(askQuery(trimmed));
      await Promise.race([begun, after(patience)]);
      const [error] = said.errors;
      if (error !== undefined) {
        setWrong({ text: trimmed, offset: error.offset, detail: error.detail });
        setOpen(true);
        return;
      }
      const [only, ...more] = said.understood;
      if (only === undefined) return;
      if (more.length > 0) {
        handOver(trimmed);
        go(pages.bulk({ at: String(Date.now()) }));
      } else {
        const href = pageOfQuery(only.query, only.filters, only.text === trimmed ? {} : { asked: trimmed });
        remember(trimmed, href);
        if (inNewTab) window.open(href, '_blank', 'noopener');
        else go(href);
      }
      setOpen(false);
      setWrong(undefined);
      input.current?.blur();
    } catch (error) {
      setWrong({
        text: trimmed,
        offset: 0,
        detail: error instanceof ProblemError ? `${error.title}: ${error.detail}` : String(error),
      });
      setOpen(true);
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true);
      const count = options.length;
      if (count > 0)
        setChosen(
          (before) => (before + (event.key === 'ArrowDown' ? 1 : before < 0 ? 0 : -1) + count) % count,
        );
      event.preventDefault();
    } else if (event.key === 'Enter') {
      const option = isOpen ? options[chosen] : undefined;
      void ask(option?.text ?? text, event.altKey);
      event.preventDefault();
    } else if (event.key === 'Escape') {
      if (isOpen) setOpen(false);
      else setText(shown);
    }
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (linesOf(pasted).length < 2) return;
    event.preventDefault();
    handOver(pasted);
    go(pages.bulk({ at: String(Date.now()) }));
  };

  return (
    <div
      className={css.box}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <div className={css.field}>
        <IconSearch size={15} stroke={1.5} color="var(--ink3)" aria-hidden />
        <input
          ref={input}
          className="mono"
          role="combobox"
          aria-label="Ask: a name, address, network, mailbox, pattern or list"
          aria-expanded={isOpen}
          aria-controls={`${id}-panel`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && chosen >= 0 ? `${id}-${chosen}` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus={isFirst}
          placeholder={example}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(-1);
            setWrong(undefined);
            setOpen(false);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <Kbd>/</Kbd>
      </div>
      {isOpen && (wrong !== undefined || options.length > 0) ? (
        <div className={css.panel} id={`${id}-panel`}>
          {wrong !== undefined ? (
            <WrongNote wrong={wrong} />
          ) : (
            <>
              <div className={css.panelHead}>
                Asked before, in this browser
                <button
                  type="button"
                  className="ink3"
                  style={{ border: 0, background: 'none' }}
                  onClick={forget}
                >
                  forget
                </button>
              </div>
              <div role="listbox" aria-label="Questions asked before">
                {options.map((option, i) => (
                  <div
                    key={option.text}
                    id={`${id}-${i}`}
                    role="option"
                    aria-selected={i === chosen}
                    className={css.option}
                    onMouseDown={(event) => {
                      event.preventDefault();
                      void ask(option.text);
                    }}
                  >
                    <span className="mono">
                      <Text text={option.text} />
                    </span>
                    <span
                      title={option.isSaved ? 'Saved: forget it' : 'Save it'}
                      onMouseDown={(event) => {
                        event.preventDefault();
                        event.stopPropagation();
                        toggleSaved(option.text);
                      }}
                    >
                      {option.isSaved ? (
                        <IconStarFilled size={14} color="var(--accent)" />
                      ) : (
                        <IconStar size={14} stroke={1.5} color="var(--ink3)" />
                      )}
                    </span>
                  </div>
                ))}
              </div>
            </>
          )}
        </div>
      ) : null}
    </div>
  );
}

/** What the page is about, by its path. */
function subjectOf(path: string): string {
  const [, page, subject] = path.split('/');
  if (subject === undefined || !['name', 'address', 'mailbox'].includes(page ?? '')) return '';
  try {
    return decodeURIComponent(subject);
  } catch {
    return subject;
  }
}
