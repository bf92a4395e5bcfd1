import type { ExpectedVolume } from './expected-volume.ts';

/** How the figures of the capacity picture come about. */
export function methodInWords(options: {
  volume: ExpectedVolume | null;
  stage: string;
  workWeeks: number;
}): string[] {
  const { volume, stage, workWeeks } = options;
  return [
    'Volume is the leads offered in a week, answered are those that sales accepted, rejected or recycled in it, and the backlog is what stands without an answer at its end.',
    `Capacity is what each seller can answer: the leads they may hold at once, times their office hours without holidays and absences, over the office time for which one lead takes up a place. That time is measured over the last ${workWeeks} weeks: all the time that places were taken, over the leads answered. Who answered fewer than five is given the team’s figure, and where there is none, the days that the agreement allows. Today’s limits and measures are used for the weeks gone by as well.`,
    volume === null
      ? 'There is no forecast yet: it needs six full weeks in which leads came.'
      : forecastInWords(volume, stage),
  ];
}

function forecastInWords({ from, share, weeksKnown }: ExpectedVolume, stage: string): string {
  const what =
    from === 'offers'
      ? `how many were offered in each of the last ${weeksKnown} weeks`
      : `how many leads reached ${stage} in each of the last ${weeksKnown} weeks`;
  const times =
    from === 'funnel' && Math.round(share * 100) !== 100
      ? `, times the ${Math.round(share * 100)} offers there were for each hundred of them`
      : '';
  return `The forecast continues ${what}${times}: simple exponential smoothing, its weight chosen by how well it would have foretold the weeks known. The interval holds in eight weeks of ten; it comes from how far those forecasts were off, and is never narrower than chance makes such counts. It knows neither season nor trend.`;
}
