// SPDX-License-Identifier: Apache-2.0
export {
  type Axis,
  axisOf,
  dayText,
  daysIn,
  minus,
  padded,
  type Run,
  runsOf,
  runsPath,
  ticksOf,
  union,
} from './axis';
export { heatLimits, heatStep } from './calendar_days';
export { Calendar } from './calendar';
export { ChangeList } from './change_list';
export type { Change } from './change_words';
export type { OtherEvent } from './interleaved';
export { Hatch, Lane, Ticks } from './marks';
export { calendarQuery, changesQuery, type HistoryAsked, historyAsked, lanesQuery } from './queries';
export { TimePanel, type TimeProps } from './time_panel';
