// SPDX-License-Identifier: Apache-2.0
// Records in the store when each day's imports had ended.
import { useElementSize } from '@mantine/hooks';
import { scaleLinear } from 'd3-scale';
import { useState } from 'react';
import { exact, octets } from '@/shared/text/numbers';
import { shortDay } from '@/shared/time/time';
import { AsTable, Card } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import { barsOf, type Size } from './growth';
import css from './sources.module.css';

const height = 190;
const floor = 164;
const top = 18;
const left = 64;
const widest = 44;

export function GrowthCard({ growth, isExact }: { growth: Size[]; isExact: boolean }) {
  const [isTable, setTable] = useState(false);
  const bars = barsOf(growth);
  return (
    <Card
      title="Records in the store"
      aside={
        <>
          {isExact ? 'by day of import' : 'at most, until it is compacted'}{' '}
          <AsTable isTable={isTable} onChange={setTable} />
        </>
      }
      isFlush
    >
      {bars.length === 0 ? (
        <EmptyState title="Nothing was imported yet." />
      ) : isTable ? (
        <GrowthTable growth={growth} />
      ) : (
        <Bars bars={bars} />
      )}
    </Card>
  );
}

function GrowthTable({ growth }: { growth: Size[] }) {
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label="Growth of the store">
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" className={css.number}>
              Records
            </th>
            <th scope="col" className={css.number}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {growth.toReversed().map((size) => (
            <tr key={size.day}>
              <td>{size.day}</td>
              <td className={css.number}>{exact(size.records)}</td>
              <td className={css.number}>{octets(size.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Bars({ bars }: { bars: Size[] }) {
  const { ref, width } = useElementSize();
  const y = scaleLinear([0, Math.max(1, ...bars.map(({ records }) => records))], [0, floor - top]).nice(2);
  const step = Math.min(widest, (width - left - 12) / bars.length);
  const last = bars.at(-1);
  const every = Math.ceil(bars.length / Math.max(1, Math.floor((width - left) / 70)));
  return (
    <div ref={ref} className={css.growth}>
      {width === 0 ? null : (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`Records in the store, ${exact(last?.records ?? 0)} on ${shortDay(last?.day ?? '')}`}
        >
          {y
            .ticks(2)
            .filter(Number.isInteger)
            .map((value) => (
              <g key={value}>
                <line
                  x1={left}
                  x2={width - 12}
                  y1={floor - y(value) + 0.5}
                  y2={floor - y(value) + 0.5}
                  className={css.grid}
                />
                <text x={left - 8} y={floor - y(value) + 4} textAnchor="end" className={css.axis}>
                  {exact(value)}
                </text>
              </g>
            ))}
          {bars.map((size, i) => {
            const tall = Math.max(1, y(size.records));
            return (
              <g key={size.day}>
                <rect
                  x={left + i * step + step * 0.1}
                  y={floor - tall}
                  width={Math.max(1, step * 0.8)}
                  height={tall}
                  className={size === last ? css.barLast : css.bar}
                >
                  <title>{`${size.day}: ${exact(size.records)} records, ${octets(size.bytes)}`}</title>
                </rect>
                {i % every === 0 ? (
                  <text x={left + (i + 0.5) * step} y={floor + 16} textAnchor="middle" className={css.axis}>
                    {shortDay(size.day, false)}
                  </text>
                ) : null}
              </g>
            );
          })}
          {last === undefined ? null : (
            <text
              x={left + bars.length * step - step * 0.1}
              y={floor - y(last.records) - 5}
              textAnchor={bars.length * step < 90 ? 'start' : 'end'}
              className={css.lastSize}
            >
              {exact(last.records)}
            </text>
          )}
        </svg>
      )}
    </div>
  );
}
