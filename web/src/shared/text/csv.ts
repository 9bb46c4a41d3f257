// SPDX-License-Identifier: Apache-2.0

/** Spreadsheets take what begins so for a formula (OWASP, CSV injection). */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** A field of CSV (RFC 4180) that no spreadsheet acts on. */
export const csvCell = (text: string): string => {
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

export const csvLine = (cells: string[]): string => `${cells.map(csvCell).join(',')}\r\n`;
