import { formatCount } from '../../../../web/parts/money.tsx';
import type {
  CaseList,
  CaseState,
  Commitment,
  CommitmentKey,
  Sla,
  SlaUnit,
} from '../../measures/contract.ts';

const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const dayMonth = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const monthYear = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });

export const dayWords = (day: string): string => dayMonth.format(new Date(`${day}T00:00:00Z`));
export const monthWords = (month: string): string =>
  monthYear.format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));

/** `71 %`, `8.9 h`, `5.9 days`: as many digits as mean something. */
export function figureWords(value: number | null, unit: SlaUnit): string {
  if (value === null) return '–';
  const number = Math.abs(value) < 10 ? oneDigit.format(value) : formatCount(Math.round(value));
  switch (unit) {
    case 'percent':
      return `${formatCount(Math.round(value))} %`;
    case 'hours':
      return `${number} h`;
    case 'days':
      return `${number} ${number === '1' ? 'day' : 'days'}`;
    case 'count':
      return number;
  }
}

export const titles: Record<CommitmentKey, string> = {
  volume: 'Leads offered a month',
  completeness: 'Packets complete',
  acceptance: 'Taken by sales',
  response: 'Answered in time',
  attempts: 'Tried before giving up',
  disposition: 'Decided in time',
  expired: 'Answered at all',
};

/** Words of both teams that the titles stand for. */
export const terms: Partial<Record<CommitmentKey, string>> = { acceptance: 'acceptance_rate' };

/** What is left when a hand-off has not kept it, as a list says it. */
const listWords: Record<CommitmentKey, Record<CaseState, string>> = {
  volume: { all: 'offered', kept: 'offered', broken: 'offered', waiting: 'offered' },
  completeness: {
    all: 'with their packets',
    kept: 'whose packet held everything promised',
    broken: 'whose packet lacked something promised',
    waiting: 'with their packets',
  },
  acceptance: {
    all: 'offered',
    kept: 'that sales accepted',
    broken: 'that sales did not accept',
    waiting: 'that wait for an answer',
  },
  response: {
    all: 'by their first response',
    kept: 'with a first response in time',
    broken: 'without a first response in time',
    waiting: 'whose first response is not yet due',
  },
  attempts: {
    all: 'by their tries',
    kept: 'given up after enough tries',
    broken: 'given up after too few tries',
    waiting: 'by their tries',
  },
  disposition: {
    all: 'by their decision',
    kept: 'decided in time',
    broken: 'not decided in time',
    waiting: 'whose decision is not yet due',
  },
  expired: {
    all: 'offered',
    kept: 'that were answered',
    broken: 'that expired without an answer',
    waiting: 'that wait for an answer',
  },
};

export function listTitle(of: CaseList, state: CaseState): string {
  switch (of) {
    case 'accepted_revenue':
      return state === 'kept' ? 'Accepted leads who became customers' : 'Accepted leads';
    case 'rejected_revenue':
      return state === 'kept' ? 'Leads not accepted who became customers' : 'Leads not accepted';
    case 'owed_answers':
      return state === 'broken' ? 'Answers that sales owes, past their time' : 'Answers that sales owes';
    case 'thin_packets':
      return 'Open offers whose packet lacks something promised';
    case 'open':
      return state === 'broken' ? 'Open hand-offs, past their time' : 'Open hand-offs';
    default:
      return `Hand-offs ${listWords[of][state]}`;
  }
}

/** The broken ones in a few words: "300 late". */
export function brokenWords({ key, brokenCount }: Commitment): string {
  const words: Record<CommitmentKey, string> = {
    volume: '',
    completeness: 'lacked something',
    acceptance: 'not taken',
    response: 'late or never',
    attempts: 'with too few tries',
    disposition: 'late',
    expired: 'expired',
  };
  return `${formatCount(brokenCount)} ${words[key]}`;
}

const periodDays = { last30: 30, last90: 90, last365: 365 } as const;

/** "the last 90 days", "all time", "1 Mar to 31 Mar 2026". */
export function periodWords({ period, from, to }: Sla['range']): string {
  if (period === 'all') return 'all time';
  if (period !== 'custom') return `the last ${periodDays[period]} days`;
  if (from && to) return `${dayWords(from)} to ${dayWords(to)}`;
  return from ? `the time since ${dayWords(from)}` : `the time up to ${dayWords(to ?? '')}`;
}

/** "Serena Bassi answered 15 % in time; of all others 55 %": who stands out, and in what. */
export const standsOutWords: Record<CommitmentKey, string> = {
  volume: 'offered',
  completeness: 'of the promised packet is there',
  acceptance: 'taken by sales',
  response: 'answered in time',
  attempts: 'tried often enough before giving up',
  disposition: 'decided in time',
  expired: 'answered before they expired',
};
