/**
 * Splits a whole number of minor units by parts so that the pieces sum to it exactly: each gets its share rounded
 * down, and what is left goes, one by one, to the largest remainders (of equal ones to the earlier). Amounts may be
 * negative; parts are not, and sum to more than nothing.
 */
export function splitExactly(amountMinor: number, parts: readonly number[]): number[] {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError('An amount is a whole number of minor units.');
  const sum = parts.reduce((total, part) => total + part, 0);
  if (parts.some((part) => !(part >= 0)) || !(sum > 0) || !Number.isFinite(sum))
    throw new RangeError('Parts are not negative, and one at least is above nothing.');
  const size = Math.abs(amountMinor);
  const exact = parts.map((part) => (size * part) / sum);
  const pieces = exact.map((share) => Math.floor(share));
  let left = size - pieces.reduce((total, piece) => total + piece, 0);
  const order = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share), share }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  // Rounding of large sums may take a unit too many; it is given back by who has the smallest remainder.
  for (let at = 0; left > 0; at += 1, left -= 1) add(pieces, order[at % order.length]?.index, 1);
  for (let at = order.length - 1; left < 0; at -= 1, left += 1)
    add(pieces, order[((at % order.length) + order.length) % order.length]?.index, -1);
  return amountMinor < 0 ? pieces.map((piece) => (piece === 0 ? 0 : -piece)) : pieces;
}

function add(pieces: number[], index: number | undefined, units: number): void {
  if (index !== undefined) pieces[index] = (pieces[index] ?? 0) + units;
}
