// SPDX-License-Identifier: Apache-2.0
// Where new nodes go: around the node they came from, on its free side, in the order given. Nodes that have a place are
// only looked at, so that a graph never moves under one's eyes, and the same steps give the same picture.

export interface Place {
  x: number;
  y: number;
}

/** Labels are wide: so far apart are two nodes at least. */
export const wide = 204;
export const high = 84;
const golden = Math.PI * (3 - Math.sqrt(5));

class Taken {
  private readonly cells = new Map<string, Place[]>();
  constructor(places: Place[]) {
    for (const place of places) this.add(place);
  }
  private static cell(x: number, y: number): string {
    return `${Math.floor(x / wide)} ${Math.floor(y / high)}`;
  }
  add(place: Place) {
    const key = Taken.cell(place.x, place.y);
    const there = this.cells.get(key);
    if (there === undefined) this.cells.set(key, [place]);
    else there.push(place);
  }
  isFree({ x, y }: Place): boolean {
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const other of this.cells.get(Taken.cell(x + dx * wide, y + dy * high)) ?? [])
          if (((other.x - x) / wide) ** 2 + ((other.y - y) / high) ** 2 < 1) return false;
    return true;
  }
}

/** The direction away from the middle of what is placed; to the right where there is none. */
function freeSide(parent: Place, placed: Place[]): number {
  if (placed.length < 2) return 0;
  const x = placed.reduce((sum, place) => sum + place.x, 0) / placed.length;
  const y = placed.reduce((sum, place) => sum + place.y, 0) / placed.length;
  return Math.hypot(parent.x - x, parent.y - y) < 1 ? 0 : Math.atan2(parent.y - y, parent.x - x);
}

/** Places for `count` nodes around `parent`. */
export function placesAround(parent: Place, placed: Place[], count: number): Place[] {
  const taken = new Taken([...placed, parent]);
  const side = freeSide(parent, placed);
  const found: Place[] = [];
  // A spiral whose turns are less than a node's height apart, squeezed upright as labels are; steps that are taken, or
  // too near to one before, are passed.
  for (let step = 1; found.length < count; step++) {
    const radius = 1.05 * Math.sqrt(1 + (step - 1) * 0.4);
    const angle = side + (step - 1) * golden;
    const place = {
      x: Math.round(parent.x + Math.cos(angle) * radius * wide),
      y: Math.round(parent.y + Math.sin(angle) * radius * high * 1.3),
    };
    if (!taken.isFree(place)) continue;
    taken.add(place);
    found.push(place);
  }
  return found;
}

/** How far a group must go to stand to the right of what is placed. */
export function besides(placed: Place[], group: Place[]): [dx: number, dy: number] {
  if (placed.length === 0 || group.length === 0) return [0, 0];
  const most = (places: Place[], of: (place: Place) => number) =>
    places.reduce((found, place) => Math.max(found, of(place)), -Infinity);
  const middle = (places: Place[]) =>
    (most(places, (place) => place.y) - most(places, (place) => -place.y)) / 2;
  return [
    Math.round(most(placed, (place) => place.x) + most(group, (place) => -place.x) + 1.3 * wide),
    Math.round(middle(placed) - middle(group)),
  ];
}
