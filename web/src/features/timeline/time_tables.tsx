// SPDX-License-Identifier: Apache-2.0
// The numbers of the chart, for those who rather read than look.
import { exact } from '@/shared/text/numbers';
import { withoutDot } from '@/shared/text/names';
import { isoTime } from '@/shared/time/time';
import { Text } from '@/shared/ui/values';
import { daysIn, dayText } from './axis';
import { type CalendarAnswer, dayCounts } from './calendar_days';
import { type Change, shortWords, whenWords } from './change_words';
import type { ChartLane } from './chart';
import css from './timeline.module.css';

export function TimeTables({
  calendar,
  lanes,
  changes,
}: {
  calendar: CalendarAnswer;
  lanes: ChartLane[];
  changes: Change[];
}) {
  const counts = dayCounts(calendar);
  return (
    <div className={css.tables} tabIndex={0} role="region" aria-label="The numbers of the chart">
      <table className={css.table}>
        <caption>Records per day</caption>
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">Seen</th>
            <th scope="col">Possible</th>
            <th scope="col">By type</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((count) => (
            <tr key={count.day}>
              <th scope="row">{dayText(count.day)}</th>
              <td className={css.figure}>{exact(count.confirmed)}</td>
              <td className={css.figure}>{exact(count.possible)}</td>
              <td>
                {count.parts
                  .filter(({ type }) => type !== '')
                  .map(({ type, rows }) => `${type} ${exact(rows)}`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={css.table}>
        <caption>Values and their days</caption>
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Value</th>
            <th scope="col">Days seen</th>
            <th scope="col">Possible</th>
            <th scope="col">Nobody watched</th>
            <th scope="col">First seen</th>
            <th scope="col">Last seen</th>
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr key={lane.key}>
              <td>{lane.type}</td>
              <td className={`${css.long ?? ''} mono`}>
                <Text text={lane.text} />
              </td>
              <td className={css.figure}>{exact(daysIn(lane.confirmed))}</td>
              <td className={css.figure}>{exact(daysIn(lane.possible))}</td>
              <td className={css.figure}>{exact(daysIn(lane.unwatched))}</td>
              <td>{isoTime(Number(lane.lane.time_first))}</td>
              <td>{isoTime(Number(lane.lane.time_last))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length === 0 ? null : (
        <table className={css.table}>
          <caption>Changes</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Name</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change, i) => (
              <tr key={i}>
                <td>{whenWords(change)}</td>
                <td>{shortWords(change)}</td>
                <td className="mono">
                  <Text text={withoutDot(change.rrname)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
