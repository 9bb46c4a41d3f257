// SPDX-License-Identifier: Apache-2.0
// Where a list is pasted, typed or dropped.
import { IconFileText } from '@tabler/icons-react';
import { type DragEvent, useMemo, useRef, useState } from 'react';
import { counted, octets } from '@/shared/text/numbers';
import { Button, classes, Kbd } from '@/shared/ui/controls';
import { notify } from '@/shared/ui/notice';
import css from './bulk.module.css';
import { mostLines, mostOctets, questionsOf } from './lines';

export function ListEditor({
  text: before,
  onAsk,
  onCancel,
}: {
  text: string;
  onAsk: (text: string) => void;
  onCancel?: () => void;
}) {
  const [text, setText] = useState(before);
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const count = useMemo(() => questionsOf(text).length, [text]);
  const problem =
    count > mostLines
      ? `${counted(count, 'question')}: one request takes ${counted(mostLines, 'question')} at most.`
      : text.length > mostOctets
        ? `${octets(text.length)}: one request takes ${octets(mostOctets)} at most.`
        : undefined;
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > mostOctets) notify(`${file.name} is larger than ${octets(mostOctets)}`);
    else setText(await file.text());
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void take(file);
    else setText(event.dataTransfer.getData('text/plain'));
  };
  const ask = () => {
    if (count > 0 && problem === undefined) onAsk(text);
  };
  return (
    <form
      className={css.editor}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <label htmlFor="bulk-list">
        Names, addresses, networks, URLs, mailboxes: one a line, defanged or not. <code>#</code> begins a
        remark.
      </label>
      <textarea
        id="bulk-list"
        className={classes('mono', isOver && css.isOver)}
        rows={14}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        autoFocus
        placeholder={'hxxps://webmail.example[.]com/login\n192.0.2[.]7\nhost(dot)example'}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) ask();
          if (event.key === 'Escape') onCancel?.();
        }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={onDrop}
      />
      {problem === undefined ? null : (
        <p role="alert" className={css.problem}>
          {problem} Cut it in parts.
        </p>
      )}
      <div className={css.editorFoot}>
        <Button look="primary" type="submit" disabled={count === 0 || problem !== undefined}>
          Check {counted(count, 'line')}
        </Button>
        <span className={css.file}>
          <Button
            onClick={() => {
              chooser.current?.click();
            }}
          >
            <IconFileText size={15} stroke={1.5} aria-hidden /> Choose a file
          </Button>
          <input
            ref={chooser}
            hidden
            type="file"
            accept="text/*,.txt,.csv,.list"
            onChange={(event) => {
              void take(event.target.files?.[0]);
            }}
          />
          or drop one above
        </span>
        {onCancel === undefined ? null : <Button onClick={onCancel}>Back to the answer</Button>}
        <span className="ink3">
          <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> checks. Nothing is looked up outside.
        </span>
      </div>
    </form>
  );
}
