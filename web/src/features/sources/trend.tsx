// SPDX-License-Identifier: Apache-2.0
// Small bars on their own scale, from zero; the newest in accent.
import { scaleLinear } from 'd3-scale';

const width = 120;
const height = 22;

export function Trend({ label, values }: { label: string; values: { label: string; value: number }[] }) {
  if (values.length === 0) return <span className="ink3">none</span>;
  const y = scaleLinear([0, Math.max(1, ...values.map(({ value }) => value))], [0, height]);
  const step = Math.min(10, width / values.length);
  const says = `${label}: ${values.map((each) => `${each.label} ${each.value}`).join(', ')}`;
  return (
    <svg width={width} height={height} role="img" aria-label={says}>
      {values.map((each, i) => {
        const tall = each.value === 0 ? 0 : Math.max(1, y(each.value));
        return (
          <rect
            key={each.label}
            x={i * step}
            y={height - tall}
            width={Math.max(1, step - 1)}
            height={tall}
            fill={i === values.length - 1 ? 'var(--accent)' : 'var(--bar)'}
          >
            <title>{`${each.label}: ${each.value}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
