// SPDX-License-Identifier: Apache-2.0
// The addresses beside this one: as a map of the block, and as a list.
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Schemas } from '@/shared/api/client';
import { pages, useGo } from '@/shared/question/address';
import { PageLink } from '@/shared/question/link';
import { counted, exact } from '@/shared/text/numbers';
import { Card } from '@/shared/ui/controls';
import { EmptyState } from '@/shared/ui/states';
import { Text, TimeText } from '@/shared/ui/values';
import { heatLimits, heatStep } from '@/features/timeline';
import css from './address.module.css';
import { addressText, parseAddress, type Subject } from './networks';

type Neighbours = Schemas['AddressProfile']['neighbours'];

const columns = 32;

/** A square an address of a block of at most 256, the stronger the more domains were there. */
export function NeighbourMap({ neighbours, subject }: { neighbours: Neighbours; subject: Subject }) {
  const { ref, width } = useElementSize();
  const svg = useRef<SVGSVGElement>(null);
  const go = useGo();
  const [focus, setFocus] = useState<number>();
  const from = parseAddress(neighbours.from);
  const to = parseAddress(neighbours.to);
  if (from === undefined || to === undefined || to.number - from.number > 255n) return null;
  const size = Number(to.number - from.number) + 1;
  const listed = new Map(neighbours.listed.map((each) => [each.address, each]));
  const limits = heatLimits(neighbours.listed.map((each) => each.domains));
  const own = subject.kind === 'address' ? Number(subject.first - from.number) : -1;
  const current = focus ?? Math.max(0, own);
  const pitch = Math.min(Math.max(Math.floor(width / columns), 9), 14);
  const addressAt = (i: number) => addressText({ family: from.family, number: from.number + BigInt(i) });
  const words = (address: string) => {
    const each = listed.get(address);
    return each === undefined
      ? 'not seen'
      : `${counted(each.domains, 'domain')}, ${counted(each.names, 'name')}`;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (step !== undefined) {
      const next = Math.min(Math.max(current + step, 0), size - 1);
      setFocus(next);
      svg.current?.querySelector<SVGElement>(`[data-at="${next}"]`)?.focus();
    } else if (event.key === 'Enter') go(pages.address(addressAt(current)));
    else return;
    event.preventDefault();
  };
  const seen = `${exact(neighbours.addresses + (own >= 0 ? 1 : 0))} of ${exact(size)} seen`;
  return (
    <Card
      title={`Neighbours in ${size === 256 ? '/24' : `${neighbours.from} – ${neighbours.to}`}`}
      aside={`${neighbours.complete ? '' : 'at least '}${seen}`}
    >
      <div ref={ref}>
        <svg
          ref={svg}
          className={css.blockGrid}
          width={columns * pitch}
          height={Math.ceil(size / columns) * pitch + 2}
          role="group"
          aria-label={`Addresses from ${neighbours.from} to ${neighbours.to}`}
          onKeyDown={onKeyDown}
        >
          {Array.from({ length: size }, (_, i) => {
            const address = addressAt(i);
            const step = heatStep(listed.get(address)?.domains ?? 0, limits);
            const x = (i % columns) * pitch + 1;
            const y = Math.floor(i / columns) * pitch + 1;
            const isOwn = i === own;
            const says = `${address}: ${isOwn ? 'this address' : words(address)}`;
            return (
              <g key={i}>
                <rect
                  className={`${css.cell ?? ''} ${step > 0 ? '' : (css.empty ?? '')}`}
                  x={x + 0.5}
                  y={y + 0.5}
                  width={pitch - 3}
                  height={pitch - 3}
                  rx={1.5}
                  fill={step > 0 ? `var(--heat-${step})` : undefined}
                  role="link"
                  data-at={i}
                  tabIndex={i === current ? 0 : -1}
                  aria-label={says}
                  onFocus={() => {
                    setFocus(i);
                  }}
                  onClick={() => {
                    go(pages.address(address));
                  }}
                >
                  <title>{says}</title>
                </rect>
                {isOwn ? (
                  <rect className={css.here} x={x} y={y} width={pitch - 2} height={pitch - 2} rx={2} />
                ) : null}
              </g>
            );
          })}
        </svg>
      </div>
    </Card>
  );
}

export function NeighbourTable({ neighbours }: { neighbours: Neighbours }) {
  if (neighbours.listed.length === 0)
    return (
      <div className={css.frame}>
        <EmptyState title="No other address was seen here">
          <p>
            From {neighbours.from} to {neighbours.to} no name was on any address but the one asked for.
          </p>
        </EmptyState>
      </div>
    );
  return (
    <div className={css.frame}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col" className={css.figure}>
              Registered domains
            </th>
            <th scope="col" className={css.figure}>
              Names
            </th>
            <th scope="col">Last seen</th>
          </tr>
        </thead>
        <tbody>
          {neighbours.listed.map((each) => (
            <tr key={each.address}>
              <th scope="row" className="mono">
                <PageLink href={pages.address(each.address)}>
                  <Text text={each.address} />
                </PageLink>
              </th>
              <td className={css.figure}>{exact(each.domains)}</td>
              <td className={css.figure}>{exact(each.names)}</td>
              <td>
                <TimeText time={Number(each.time_last)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        <span>
          Showing <b>{exact(neighbours.listed.length)}</b> of {neighbours.complete ? '' : 'at least '}
          <b>{exact(neighbours.addresses)}</b> addresses with names, those with most names first
        </span>
      </div>
    </div>
  );
}
