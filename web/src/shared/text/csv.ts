// SPDX-License-Identifier: Apache-2.0

/** Spreadsheets take what begins so for a formula (OWASP, CSV injection). */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** A field of CSV (RFC 4180) that no spreadsheet acts on. */
export const csvCell = (text: string): string => {
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

export const csvLine = (cells: string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

export type CsvValue = string | number | boolean | readonly string[] | undefined;

/** A head line and a line a row; lists stand in one cell, with blanks between. */
export const csvOf = (columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  [columns, ...rows]
    .map((values) =>
      csvLine(values.map((value) => (typeof value === 'object' ? value.join(' ') : String(value ?? '')))),
    )
    .join('');
