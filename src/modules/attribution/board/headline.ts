import type { BackCheck, BoardFigures, BoardForecast } from './figures-schema.ts';
import { countWords, dayWords, differenceWords, moneyWords, shareWords } from './words.ts';

type Told = Omit<BoardFigures, 'headline'>;

/** The page in a few sentences: what came, what is to come, what it cost, and that both carried it. */
export function headlineOf(figures: Told): string[] {
  return [
    wonSentence(figures),
    forecastSentence(figures),
    teamsSentence(figures),
    costSentence(figures),
  ].filter((sentence) => sentence !== null);
}

function wonSentence({ won, quarter, before, yearBefore, currency, timeZone, madeAt }: Told): string {
  const then = quarter.isRunning ? ` up to ${dayWords(madeAt, timeZone)}` : '';
  const same = quarter.isRunning ? 'the same days of ' : '';
  const against = `${differenceWords(won.now.amountMinor - won.before.amountMinor, currency)} than in ${same}${before.label}`;
  const year =
    won.yearBefore.deals === 0
      ? ''
      : `, ${differenceWords(won.now.amountMinor - won.yearBefore.amountMinor, currency)} than in ${same}${yearBefore.label}`;
  return `${moneyWords(won.now.amountMinor, currency)} won in ${quarter.label}${then} from ${countWords(won.now.deals, 'deal')}: ${against}${year}.`.replaceAll(
    'as much than',
    'as much as',
  );
}

function forecastSentence({ forecasts, currency, timeZone, backChecks }: Told): string | null {
  const [next] = forecasts;
  if (!next || next.openDeals === 0) return null;
  return `${expectation(next, currency, timeZone)}${checkWords(backChecks)}`;
}

export function expectation(of: BoardForecast, currency: string, zone: string): string {
  const { low, high } = of.interval;
  return `By ${dayWords(of.until, zone)} we expect ${moneyWords(of.expectedMinor, currency)} in ${of.horizon} (95 %: ${moneyWords(low, currency)} to ${moneyWords(high, currency)}), from ${moneyWords(of.openMinor, currency)} open in ${countWords(of.openDeals, 'deal')}.`;
}

function checkWords(checks: readonly BackCheck[]): string {
  if (checks.length === 0) return '';
  const inside = checks.filter(({ isInside }) => isInside).length;
  if (checks.length === 1)
    return ` The quarter before came in ${inside === 1 ? 'within' : 'outside'} its range.`;
  const which =
    inside === checks.length
      ? `All of the last ${checks.length} quarters`
      : `Of the last ${checks.length} quarters, ${inside}`;
  return ` ${which} came in within the range said on the same day.`;
}

/** Never one against the other: where reading carries a way most, and where talks do. */
function teamsSentence({ stages }: Told): string | null {
  // Who comes in nearly always comes in by reading: of that stage it says nothing.
  const told = stages.slice(1).filter(({ contentShare, touched }) => contentShare !== null && touched >= 5);
  const share = (stage: (typeof told)[number]) => stage.contentShare ?? 0;
  const [most] = [...told].sort((one, other) => share(other) - share(one));
  const [least] = [...told].sort((one, other) => share(one) - share(other));
  if (!most || !least || most === least) return null;
  return `Both teams carried it: on the way to ${most.name}, ${shareWords(share(most))} of what happened was reading (${countWords(most.touched, 'person', 'people')}); on the way to ${least.name}, ${shareWords(1 - share(least))} was talking (${countWords(least.touched, 'person', 'people')}).`;
}

function costSentence({ cost, won, currency }: Told): string | null {
  if (!cost.isKnown) return null;
  const each =
    won.now.deals > 0 ? `, ${moneyWords(cost.spentMinor / won.now.deals, currency)} for each won deal` : '';
  return `Marketing cost ${moneyWords(cost.spentMinor, currency)} as far as recorded${each}.`;
}
