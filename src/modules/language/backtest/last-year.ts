/** The twelve whole months before this one, as first and last day: what a proposal is held against. */
export function lastTwelveMonths(today: string): { from: string; to: string } {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return {
    from: dayText(Date.UTC(year - 1, month - 1, 1)),
    to: dayText(Date.UTC(year, month - 1, 0)),
  };
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
