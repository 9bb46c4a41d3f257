// SPDX-License-Identifier: Apache-2.0
// Times of the API are Unix seconds, days are UTC. The types keep seconds, milliseconds and days apart.

export type UnixSeconds = number & { readonly unit?: 'seconds' };
/** 2019-07-14, UTC. */
export type Day = string;

const dayMs = 86_400_000;

/** 2019-07-14T16:42:05Z, cut into day and time of day. */
export function parts(time: UnixSeconds): { day: Day; clock: string; seconds: string } {
  const text = new Date(time * 1000).toISOString();
  return { day: text.slice(0, 10), clock: text.slice(11, 16), seconds: text.slice(11, 19) };
}

export const isoTime = (time: UnixSeconds): string =>
  new Date(time * 1000).toISOString().replace('.000Z', 'Z');
export const dayOf = (time: UnixSeconds): Day => parts(time).day;
/** Days since 1970-01-01. */
export const dayNumber = (day: Day): number => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
export const dayFromNumber = (number: number): Day => new Date(number * dayMs).toISOString().slice(0, 10);
export const addDays = (day: Day, days: number): Day => dayFromNumber(dayNumber(day) + days);
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** In the browser's own zone, with its name. */
export const localTime = (time: UnixSeconds): string =>
  new Date(time * 1000).toLocaleString('sv-SE', {
    timeZoneName: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** "14 Jul 2019", or "14 Jul" where the year is told beside it. */
export const shortDay = (day: Day, withYear = true): string => {
  const [year, month, date] = day.split('-');
  return `${Number(date)} ${months[Number(month) - 1] ?? ''}${withYear ? ` ${year ?? ''}` : ''}`;
};

/** "12–20 Jul 2019": a span of days. */
export function shortSpan(from: Day, to: Day): string {
  if (from === to) return shortDay(from);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${Number(from.slice(8))}–${shortDay(to)}`;
  return `${shortDay(from, from.slice(0, 4) !== to.slice(0, 4))} – ${shortDay(to)}`;
}

/** "8 days ago", "4 h ago"; of a moment to come "in 5 h". */
export function ago(time: UnixSeconds, now: UnixSeconds = Date.now() / 1000): string {
  const seconds = Math.abs(now - time);
  const text =
    seconds < 90
      ? `${Math.round(seconds)} s`
      : seconds < 5400
        ? `${Math.round(seconds / 60)} min`
        : seconds < 129_600
          ? `${Math.round(seconds / 3600)} h`
          : seconds < 63_072_000
            ? `${new Intl.NumberFormat('en-US').format(Math.round(seconds / 86_400))} days`
            : `${(seconds / 31_557_600).toFixed(1)} years`;
  return time > now ? `in ${text}` : `${text} ago`;
}
