/** Of ascending numbers, the one below which the share lies; between two by their distance (type 7 of Hyndman and Fan). */
export function quantileOf(ascending: ArrayLike<number>, share: number): number {
  if (ascending.length === 0) throw new RangeError('Of no numbers there is no quantile.');
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? 0;
  const above = ascending[Math.ceil(place)] ?? below;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}
