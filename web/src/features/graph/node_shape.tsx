// SPDX-License-Identifier: Apache-2.0
import css from './graph.module.css';
import type { NodeKind } from './graph_state';

export const kindTitles: Record<NodeKind, string> = {
  name: 'name',
  address: 'address',
  server: 'name server',
  mailbox: 'mailbox',
};

/** The kind by its shape, as in the picture. */
export function NodeShape({ kind }: { kind: NodeKind }) {
  return (
    <svg width="14" height="14" viewBox="-8 -8 16 16" className={css[kind]} aria-hidden>
      {kind === 'name' ? <circle r="6" /> : null}
      {kind === 'address' ? <rect x="-5.5" y="-5.5" width="11" height="11" /> : null}
      {kind === 'server' ? <path d="M0-7L6-3.5V3.5L0 7L-6 3.5V-3.5Z" /> : null}
      {kind === 'mailbox' ? <path d="M0-7L7 0L0 7L-7 0Z" /> : null}
    </svg>
  );
}
