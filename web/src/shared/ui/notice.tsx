// SPDX-License-Identifier: Apache-2.0
// Short messages at the foot of the page: what was copied, what was saved. Read out by screen readers.
import { useEffect, useState } from 'react';
import { Text } from './values';
import css from './notice.module.css';

type Listener = (text: string) => void;
const listeners = new Set<Listener>();

export function notify(text: string) {
  for (const listener of listeners) listener(text);
}

export function Notices() {
  const [notice, setNotice] = useState<{ text: string; at: number }>();
  useEffect(() => {
    const listener: Listener = (text) => {
      setNotice({ text, at: Date.now() });
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  useEffect(() => {
    if (notice === undefined) return undefined;
    const timer = setTimeout(() => {
      setNotice(undefined);
    }, 3000);
    return () => {
      clearTimeout(timer);
    };
  }, [notice]);
  return (
    <div role="status" aria-live="polite" className={css.place}>
      {notice === undefined ? null : (
        <div className={css.notice}>
          <Text text={notice.text} />
        </div>
      )}
    </div>
  );
}
