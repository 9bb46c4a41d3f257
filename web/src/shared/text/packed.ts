// SPDX-License-Identifier: Apache-2.0
// State that is too long to stand in an address as it is: deflated, as base64url. What comes back is from a stranger's
// link: nothing is thrown, and no more is inflated than was said.

const toBase64Url = (octets: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < octets.length; at += 0x8000)
    text += String.fromCharCode(...octets.subarray(at, at + 0x8000));
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
};

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

async function collected(
  stream: ReadableStream<Uint8Array>,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const through = (octets: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream) =>
  new Blob([octets])
    .stream()
    .pipeThrough(transform as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>);

export async function pack(text: string): Promise<string> {
  const octets = new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
  const deflated = await collected(through(octets, new CompressionStream('deflate')), Infinity);
  return toBase64Url(deflated ?? new Uint8Array());
}

/** Undefined for what pack() did not make, or what is longer than `most` octets. */
export async function unpack(packed: string, most: number): Promise<string | undefined> {
  const octets = fromBase64Url(packed);
  if (octets === undefined) return undefined;
  try {
    const inflated = await collected(through(octets, new DecompressionStream('deflate')), most);
    return inflated === undefined ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(inflated);
  } catch {
    return undefined;
  }
}
