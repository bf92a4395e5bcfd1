import type { Report } from '../claims/report-results.ts';
import type { Tally } from '../claims/trace-claims.ts';
import {
  type Claim,
  type EvidencePart,
  evidenceParts,
  isOutcome,
  metricNames,
  reportEveryDays,
  reportWithinDays,
  vanityWords,
} from '../contract.ts';
import type { CampaignFacts } from './campaign-facts.ts';

/** One line of what a part of the score was made of. */
export type Line = {
  key: string;
  label: string;
  says: string;
  share: number | null;
  href: string | null;
  claimId: string | null;
};
/** A part of the score: what share of its points it has, and what would bring the rest. */
export type Part = { key: EvidencePart; share: number; words: string; todo: string | null; lines: Line[] };

export type ClaimTraced = { claim: Claim; tally: Tally | null };

/** Writes amounts as people of the workspace read them. */
export type Wording = { money(minor: number): string; day(at: Date): string };

type Scored = Omit<Part, 'key'>;

const dayMs = 86_400_000;
const line = (key: string, label: string, says: string, share: number | null): Line => ({
  key,
  label,
  says,
  share,
  href: null,
  claimId: null,
});
const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((total, one) => total + one, 0) / numbers.length;
const joined = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Every part of a campaign's evidence score. Pure: the same facts give the same score. */
export function scoreParts(options: {
  facts: CampaignFacts;
  claims: readonly ClaimTraced[];
  reports: readonly Report[];
  now: Date;
  wording: Wording;
}): Part[] {
  const { facts, claims, reports, now, wording } = options;
  return [
    { key: 'brief', ...briefPart(facts, wording) },
    { key: 'traced', ...tracedPart(claims, wording) },
    { key: 'agreement', ...agreementPart(claims, wording) },
    { key: 'costs', ...costsPart(facts, wording) },
    { key: 'reported', ...reportedPart({ facts, reports, now, wording }) },
  ];
}

export const pointsOf = (parts: readonly Pick<Part, 'key' | 'share'>[]): number =>
  parts.reduce((total, { key, share }) => total + share * evidenceParts[key].points, 0);

function briefPart({ brief, startsAt }: CampaignFacts, { day }: Wording): Scored {
  if (!brief) {
    return {
      share: 0,
      words: 'There is no brief.',
      todo: 'Write a brief and share it with sales',
      lines: [line('brief', 'Brief', 'none was written', 0)],
    };
  }
  const { filled, missing, sharedAt } = brief;
  const complete = filled.length / (filled.length + missing.length);
  const isEarly = sharedAt !== null && startsAt !== null && sharedAt <= startsAt;
  const seen = sharedAt === null ? 0 : isEarly ? 1 : 0.5;
  const seenWords =
    sharedAt === null
      ? 'sales has never seen it'
      : startsAt === null
        ? `sales sees it since ${day(sharedAt)}; the campaign has no start day to compare with`
        : isEarly
          ? `sales sees it since ${day(sharedAt)}, ${daysApart(sharedAt, startsAt)} before the start`
          : `sales sees it since ${day(sharedAt)}, ${daysApart(startsAt, sharedAt)} after the start`;
  const todo = [
    missing.length > 0 ? `fill in ${joined(missing)}` : null,
    sharedAt === null ? 'share the brief with sales' : null,
    sharedAt !== null && startsAt === null ? 'record the start day' : null,
    sharedAt !== null && startsAt !== null && !isEarly
      ? 'share the next brief with sales before the start'
      : null,
  ].filter((words) => words !== null);
  return {
    share: complete * seen,
    words: `${filled.length} of ${filled.length + missing.length} fields; ${seenWords}.`,
    todo: todo.length === 0 ? null : capital(joined(todo)),
    lines: [
      line(
        'fields',
        'Fields filled',
        missing.length === 0 ? 'all of them' : `missing: ${joined(missing)}`,
        complete,
      ),
      line('seen', 'Visible to sales', seenWords, seen),
    ],
  };
}

const daysApart = (from: Date, to: Date): string => {
  const days = Math.round((to.getTime() - from.getTime()) / dayMs);
  return days === 0 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
};
const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const claimLabel = ({ claim }: ClaimTraced, wording: Wording): string =>
  claim.metric === 'revenue'
    ? `${claim.currency ?? ''} ${wholes(claim.amountMinor ?? 0)} of won revenue`
    : `${(claim.count ?? 0).toLocaleString('en')} ${metricNames[claim.metric]}, ${wording.day(new Date(claim.from))} to ${wording.day(new Date(claim.to))}`;
const wholes = (minor: number): string => Math.round(minor / 100).toLocaleString('en');

const vanityLine = (one: ClaimTraced, wording: Wording): Line => ({
  ...line(one.claim.id, claimLabel(one, wording), vanityWords, null),
  claimId: null,
});

function tracedPart(claims: readonly ClaimTraced[], wording: Wording): Scored {
  const outcomes = claims.flatMap((one) => (one.tally === null ? [] : [{ ...one, tally: one.tally }]));
  const vanity = claims.filter(({ claim }) => !isOutcome(claim.metric));
  const lines = outcomes.map((one): Line => {
    const { claim, tally } = one;
    return {
      ...line(
        claim.id,
        claimLabel(one, wording),
        tally.claimed === null
          ? `nothing says what ${claim.currency ?? ''} was worth: add a currency rate`
          : claim.metric === 'revenue'
            ? `${wording.money(tally.worth)} found, in ${tally.found} won deals that met it before the close`
            : `${tally.found.toLocaleString('en')} found that met it before`,
        tally.share,
      ),
      claimId: claim.id,
    };
  });
  const share = mean(outcomes.map(({ tally }) => tally.share));
  const nothing =
    vanity.length > 0
      ? 'What is claimed says nothing of leads, meetings, deals or revenue.'
      : 'Nothing is claimed for it, so there is nothing to find.';
  const weakest = outcomes.filter(({ tally }) => tally.share < 1);
  return {
    share,
    words:
      outcomes.length === 0
        ? nothing
        : `${Math.round(share * 100)} % of what is claimed is found in the record, over ${outcomes.length} ${outcomes.length === 1 ? 'claim' : 'claims'}.`,
    todo:
      outcomes.length === 0
        ? 'State what it brought, in leads, meetings, deals or revenue'
        : weakest.length > 0
          ? 'Log the interactions that are missing from the record, or claim what it holds'
          : null,
    lines: [...lines, ...vanity.map((one) => vanityLine(one, wording))],
  };
}

/** 1 inside the range that the models give, else the smaller divided by the larger. */
export function agreementOf(claimed: number, range: { low: number; high: number }): number {
  if (claimed <= 0) return 0;
  if (claimed < range.low) return claimed / range.low;
  return claimed <= range.high ? 1 : range.high / claimed;
}

export function creditRange(credits: Tally['credits']): { low: number; high: number } {
  const all = Object.values(credits);
  return { low: Math.min(...all), high: Math.max(...all) };
}

function agreementPart(claims: readonly ClaimTraced[], wording: Wording): Scored {
  const outcomes = claims.flatMap((one) =>
    one.tally === null || one.tally.claimed === null
      ? []
      : [{ ...one, tally: one.tally, claimed: one.tally.claimed }],
  );
  if (outcomes.length === 0) {
    return {
      share: 0,
      words: 'There is no claim to compare with what the closed loop gives.',
      todo: null,
      lines: [],
    };
  }
  const lines = outcomes.map((one) => {
    const { low, high } = creditRange(one.tally.credits);
    const write = (value: number) =>
      one.claim.metric === 'revenue'
        ? wording.money(Math.round(value))
        : (Math.round(value * 10) / 10).toLocaleString('en');
    const says =
      one.claimed > high
        ? `no model gives it more than ${write(high)}`
        : one.claimed < low
          ? `every model gives it more: ${write(low)} at least`
          : `the models give it ${write(low)} to ${write(high)}`;
    const unit = one.claim.metric === 'revenue' ? 'of won revenue' : metricNames[one.claim.metric];
    const todo =
      one.claimed > high
        ? `Claim at most ${write(high)} ${unit} rather than ${write(one.claimed)}: no model gives more`
        : `Claim more: every model gives it ${write(low)} ${unit} at least, and ${write(one.claimed)} is claimed`;
    return {
      ...line(one.claim.id, claimLabel(one, wording), says, agreementOf(one.claimed, { low, high })),
      claimId: one.claim.id,
      todo,
    };
  });
  const share = mean(lines.map((one) => one.share ?? 0));
  const over = outcomes.filter(({ claimed, tally }) => claimed > creditRange(tally.credits).high).length;
  return {
    share,
    words:
      share === 1
        ? 'What is claimed is what the models give.'
        : over > 0
          ? `${over === outcomes.length && over === 1 ? 'The claim is' : `${over} of ${outcomes.length} claims are`} more than any model gives.`
          : 'Less is claimed than every model gives.',
    todo: share === 1 ? null : (lines.find((one) => one.share !== 1)?.todo ?? null),
    lines: lines.map(({ todo: _, ...one }) => one),
  };
}

function costsPart({ costs }: CampaignFacts, { money }: Wording): Scored {
  const isRecorded = costs.entries > 0 || costs.recordedMinor !== null;
  const isPlanned = costs.budgetMinor !== null;
  const spent =
    costs.entries > 0
      ? `${costs.entries} ${costs.entries === 1 ? 'entry' : 'entries'} of costs`
      : costs.recordedMinor !== null
        ? `${money(costs.recordedMinor)} in the campaign’s own record`
        : 'nothing recorded';
  return {
    share: isRecorded ? 1 : isPlanned ? 0.25 : 0,
    words: isRecorded
      ? `What was spent is recorded: ${spent}.`
      : isPlanned
        ? 'There is a budget; what was spent is not recorded.'
        : 'Neither a budget nor costs are recorded.',
    todo: isRecorded ? null : 'Record what was spent',
    lines: [
      { ...line('spent', 'Spent', spent, isRecorded ? 1 : 0), href: '/results/value' },
      line('planned', 'Planned', costs.budgetMinor === null ? 'no budget' : money(costs.budgetMinor), null),
    ],
  };
}

function reportedPart(options: {
  facts: CampaignFacts;
  reports: readonly Report[];
  now: Date;
  wording: Wording;
}): Scored {
  const { facts, now, wording } = options;
  const told = toldInTime(options);
  const { answered, expired, overdue } = facts.handoffs;
  const due = answered + expired + overdue;
  const answers = due === 0 ? null : answered / due;
  const share = answers === null ? told.share : (told.share + answers) / 2;
  const reports = options.reports.map((report) =>
    line(
      report.id,
      `Told on ${wording.day(report.reportedAt)}`,
      report.said ?? `by ${report.reportedBy}`,
      null,
    ),
  );
  const todo = [
    told.share < 1
      ? facts.endedAt !== null && facts.endedAt <= now
        ? `tell both sides within ${reportWithinDays} days of the end next time`
        : 'tell both sides what it brought'
      : null,
    answers !== null && answers < 1 ? 'answer every hand-off, whatever the answer' : null,
  ].filter((words) => words !== null);
  return {
    share,
    words: `${capital(told.words)}${answers === null ? '' : `; ${answered} of ${due} hand-offs were answered`}.`,
    todo: todo.length === 0 ? null : capital(joined(todo)),
    lines: [
      line('told', 'Results told', told.words, told.share),
      ...(answers === null
        ? []
        : [
            line(
              'answers',
              'Hand-offs answered',
              `${answered} of ${due}${expired > 0 ? `, ${expired} expired` : ''}${overdue > 0 ? `, ${overdue} overdue` : ''}`,
              answers,
            ),
          ]),
      ...reports,
    ],
  };
}

/** Of one that ended: within so many days. While it runs: lately, or it began lately. */
function toldInTime(options: {
  facts: CampaignFacts;
  reports: readonly Report[];
  now: Date;
  wording: Wording;
}): { share: number; words: string } {
  const { facts, reports, now, wording } = options;
  const latest = reports[0]?.reportedAt ?? null;
  const endedAt = facts.endedAt !== null && facts.endedAt <= now ? facts.endedAt : null;
  if (endedAt === null) {
    const since = new Date(now.getTime() - reportEveryDays * dayMs);
    if (latest !== null && latest >= since)
      return { share: 1, words: `results were told on ${wording.day(latest)}` };
    if (facts.startsAt !== null && facts.startsAt >= since)
      return { share: 1, words: 'it began lately: no results are due yet' };
    return {
      share: 0,
      words: latest === null ? 'no results were told' : `results were last told on ${wording.day(latest)}`,
    };
  }
  const due = new Date(endedAt.getTime() + reportWithinDays * dayMs);
  // What was told in the last month of a campaign tells its end.
  const early = new Date(endedAt.getTime() - reportWithinDays * dayMs);
  const inTime = reports.find(({ reportedAt }) => reportedAt >= early && reportedAt <= due);
  if (inTime) return { share: 1, words: `results were told on ${wording.day(inTime.reportedAt)}` };
  if (now <= due) return { share: 1, words: `it ended lately: results are due by ${wording.day(due)}` };
  if (latest !== null && latest > due)
    return {
      share: 0.5,
      words: `results were told on ${wording.day(latest)}, after ${wording.day(due)}`,
    };
  return { share: 0, words: `no results were told by ${wording.day(due)}` };
}
