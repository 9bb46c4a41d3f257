// SPDX-License-Identifier: Apache-2.0
// Files for the reader's own disk.

const keptFor = 60_000;

function follow(url: string, name: string) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

export function saveBlob(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  follow(url, name);
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, keptFor);
}

export const saveText = (text: string | string[], type: string, name: string) => {
  saveBlob(new Blob(Array.isArray(text) ? text : [text], { type }), name);
};

/** What the server streams goes to disk as it comes. */
export const saveFrom = follow;

/** A file name of plain characters. */
export const fileName = (about: string, ending: string): string =>
  `spoor-${about.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 60)}.${ending}`;
