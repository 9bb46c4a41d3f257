// SPDX-License-Identifier: Apache-2.0
// A verdict: its shape, then its word, then its colour.
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleFilled,
  IconCircleMinus,
  IconMoon,
  IconSquareRotatedFilled,
} from '@tabler/icons-react';
import { classes } from '@/shared/ui/controls';
import css from './bulk.module.css';
import { type VerdictKind, verdictTitles } from './verdict';

const shapes = {
  new: IconSquareRotatedFilled,
  seen: IconCircleFilled,
  quiet: IconMoon,
  known: IconCheck,
  never: IconCircleMinus,
  wrong: IconAlertTriangle,
};

export function VerdictShape({ kind }: { kind: VerdictKind }) {
  const Shape = shapes[kind];
  return <Shape size={kind === 'seen' ? 9 : 12} stroke={2} aria-hidden />;
}

export const VerdictMark = ({ kind }: { kind: VerdictKind }) => (
  <span className={classes(css.verdict, css[kind])}>
    <VerdictShape kind={kind} /> {verdictTitles[kind]}
  </span>
);
