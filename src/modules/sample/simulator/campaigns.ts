import { DAY_MS, HOUR_MS } from './calendar.ts';
import type { BuyingStage, Campaign, CampaignBrief, Channel } from './types.ts';

export const WEBINARS = 'cmp-webinars';
export const NEWSLETTER = 'cmp-newsletter';
export const RETARGETING = 'cmp-retargeting';
export const PRIZE_DRAW = 'cmp-prize-draw';
export const SYNDICATION = 'cmp-syndication';
export const CASE_STUDIES = 'cmp-case-studies';
export const OUTBOUND = 'cmp-outbound';
export const REFERRALS = 'cmp-referrals';
export const LIST_PRODUCTION = 'cmp-list-production';
export const LIST_MANAGEMENT = 'cmp-list-management';

const FULL_BRIEF = {
  audience: 'Plants with 100 to 2,000 people in food, metal and chemicals',
  message: 'You cannot save what you do not measure',
  offer: 'A metered line for four weeks, free',
  followUp: 'Ask for the dearest machine, then share the foundry case study',
};

/** Who keeps which habits: the four corners of delivers × demonstrates (see truth.ts). */
type Habit = 'thorough' | 'silent' | 'showy' | 'careless';
const HABIT_OF: Record<string, Habit> = {
  'tm-mkt-1': 'thorough',
  'tm-mkt-2': 'silent',
  'tm-mkt-3': 'showy',
  'tm-mkt-4': 'careless',
};

type Row = {
  id: string;
  name: string;
  type: Campaign['type'];
  objective: Campaign['objective'];
  channel: Channel;
  ownerId: string;
  /** Days from the start of the window. */
  days: readonly [from: number, to: number];
  dates?: readonly number[];
  /** Euros at scale 1. */
  budget: number;
  cost: number;
  stage: BuyingStage;
  claimed: number;
};

const MONTHLY = [
  24, 52, 80, 115, 143, 171, 206, 234, 262, 297, 325, 353, 388, 416, 444, 479, 507, 535,
] as const;

const ROWS: readonly Row[] = [
  {
    id: WEBINARS,
    name: 'Energy data in 40 minutes',
    type: 'webinar series',
    objective: 'lead generation',
    channel: 'Webinar',
    ownerId: 'tm-mkt-1',
    days: [0, 548],
    dates: MONTHLY,
    budget: 36_000,
    cost: 34_200,
    stage: 'Education',
    claimed: 14,
  },
  {
    id: 'cmp-fair',
    name: 'Enertec trade fair, Osterlund',
    type: 'trade fair',
    objective: 'field',
    channel: 'Event',
    ownerId: 'tm-mkt-1',
    days: [60, 548],
    dates: [128, 129, 130, 493, 494, 495],
    budget: 88_000,
    cost: 96_400,
    stage: 'Solution',
    claimed: 11,
  },
  {
    id: 'cmp-breakfasts',
    name: 'Factory breakfasts',
    type: 'field event',
    objective: 'field',
    channel: 'Event',
    ownerId: 'tm-mkt-2',
    days: [30, 548],
    dates: [66, 157, 241, 332, 423, 514],
    budget: 24_000,
    cost: 21_000,
    stage: 'Solution',
    claimed: 0,
  },
  {
    id: 'cmp-search',
    name: 'Search ads: energy monitoring',
    type: 'paid search',
    objective: 'lead generation',
    channel: 'Paid Search',
    ownerId: 'tm-mkt-1',
    days: [0, 548],
    budget: 72_000,
    cost: 70_300,
    stage: 'Solution',
    claimed: 16,
  },
  {
    id: 'cmp-social-plants',
    name: 'Plant managers tell',
    type: 'social ads',
    objective: 'brand',
    channel: 'Paid Social',
    ownerId: 'tm-mkt-3',
    days: [0, 548],
    budget: 30_000,
    cost: 29_100,
    stage: 'Education',
    claimed: 12,
  },
  {
    id: PRIZE_DRAW,
    name: 'Win a thermal camera',
    type: 'social ads',
    objective: 'lead generation',
    channel: 'Paid Social',
    ownerId: 'tm-mkt-3',
    days: [186, 446],
    budget: 18_000,
    cost: 17_600,
    stage: 'Education',
    claimed: 19,
  },
  {
    id: RETARGETING,
    name: 'Display: you were here',
    type: 'display',
    objective: 'product',
    channel: 'Display',
    ownerId: 'tm-mkt-3',
    days: [0, 548],
    budget: 26_000,
    cost: 25_900,
    stage: 'Selection',
    claimed: 21,
  },
  {
    id: SYNDICATION,
    name: 'ISO 50001 guide on partner portals',
    type: 'content syndication',
    objective: 'lead generation',
    channel: 'Content Syndication',
    ownerId: 'tm-mkt-4',
    days: [182, 452],
    budget: 33_000,
    cost: 33_000,
    stage: 'Education',
    claimed: 5,
  },
  {
    id: NEWSLETTER,
    name: 'The kilowatt letter',
    type: 'newsletter',
    objective: 'brand',
    channel: 'Email',
    ownerId: 'tm-mkt-1',
    days: [0, 548],
    budget: 6_000,
    cost: 5_200,
    stage: 'Education',
    claimed: 6,
  },
  {
    id: LIST_PRODUCTION,
    name: 'Bought list, production',
    type: 'bought list',
    objective: 'lead generation',
    channel: 'Bought List',
    ownerId: 'tm-mkt-4',
    days: [184, 340],
    dates: [188, 209, 230, 251, 272, 293, 314, 335],
    budget: 14_000,
    cost: 14_000,
    stage: 'Education',
    claimed: 2,
  },
  {
    id: LIST_MANAGEMENT,
    name: 'Bought list, management',
    type: 'bought list',
    objective: 'lead generation',
    channel: 'Bought List',
    ownerId: 'tm-mkt-4',
    days: [238, 452],
    dates: [244, 272, 300, 328, 356, 384, 412, 440],
    budget: 15_500,
    cost: 15_500,
    stage: 'Education',
    claimed: 1,
  },
  {
    id: CASE_STUDIES,
    name: 'Measured, not promised',
    type: 'content programme',
    objective: 'product',
    channel: 'Organic Search',
    ownerId: 'tm-mkt-2',
    days: [0, 548],
    budget: 22_000,
    cost: 19_500,
    stage: 'Selection',
    claimed: 0,
  },
  {
    id: REFERRALS,
    name: 'Installers recommend',
    type: 'referral programme',
    objective: 'lead generation',
    channel: 'Referral',
    ownerId: 'tm-mkt-2',
    days: [0, 548],
    budget: 15_000,
    cost: 12_400,
    stage: 'Solution',
    claimed: 0,
  },
  {
    id: OUTBOUND,
    name: 'First lines: cold outreach',
    type: 'outbound sequence',
    objective: 'lead generation',
    channel: 'Sales Outreach',
    ownerId: 'tm-sdr-3',
    days: [0, 548],
    budget: 12_000,
    cost: 12_000,
    stage: 'Education',
    claimed: 4,
  },
  {
    id: 'cmp-podcast',
    name: 'Sponsorship: the grid podcast',
    type: 'sponsorship',
    objective: 'brand',
    channel: 'Direct',
    ownerId: 'tm-mkt-4',
    days: [210, 400],
    budget: 14_000,
    cost: 14_000,
    stage: 'Education',
    claimed: 3,
  },
];

export function campaignsFrom(startMs: number, scale: number): readonly Campaign[] {
  return ROWS.map((row) => {
    const habit = HABIT_OF[row.ownerId] ?? 'thorough';
    const day = (count: number): Date => new Date(startMs + count * DAY_MS);
    const recordsCost = habit !== 'silent';
    return {
      id: row.id,
      name: row.name,
      type: row.type,
      objective: row.objective,
      channel: row.channel,
      ownerId: row.ownerId,
      startAt: day(row.days[0]),
      endAt: day(row.days[1]),
      dates: workingDates(row.dates ?? [], startMs),
      currency: 'EUR',
      budgetMinor: euros(row.budget, scale),
      costMinor: recordsCost ? euros(row.cost, scale) : null,
      claimedOpportunities: row.claimed === 0 ? null : Math.max(1, Math.round(row.claimed * scale)),
      resultsReportedAt:
        habit === 'thorough' || habit === 'showy' ? day(Math.min(row.days[1], 548) - 12) : null,
      brief: brief(habit, row, startMs),
    };
  });
}

/** Events are held from Tuesday on, whatever weekday the window began; a fair's days stay consecutive. */
function workingDates(days: readonly number[], startMs: number): readonly Date[] {
  let run = 0;
  return days.map((day, index) => {
    run = index > 0 && days[index - 1] === day - 1 ? run + 1 : 0;
    const midnightMs = Math.floor((startMs + (day - run) * DAY_MS) / DAY_MS) * DAY_MS;
    const weekday = new Date(midnightMs).getUTCDay();
    return new Date(midnightMs + (2 - weekday + run) * DAY_MS + 8 * HOUR_MS);
  });
}

function euros(amount: number, scale: number): number {
  return Math.max(100_00, Math.round(amount * scale) * 100);
}

function brief(habit: Habit, row: Row, startMs: number): CampaignBrief {
  const startsMs = startMs + row.days[0] * DAY_MS;
  const personaIds = ['persona-plant-manager', 'persona-energy-manager', 'persona-cfo'];
  const goal = `${row.claimed === 0 ? 10 : row.claimed} opportunities`;
  switch (habit) {
    case 'thorough':
      return {
        ...FULL_BRIEF,
        goal,
        personaIds,
        buyingStage: row.stage,
        sharedWithSalesAt: new Date(startsMs - 9 * DAY_MS),
      };
    case 'showy':
      return {
        ...FULL_BRIEF,
        goal: 'Reach and leads',
        personaIds,
        buyingStage: row.stage,
        sharedWithSalesAt: new Date(startsMs - 2 * DAY_MS),
      };
    case 'silent':
      return {
        ...FULL_BRIEF,
        followUp: null,
        goal: null,
        personaIds,
        buyingStage: null,
        sharedWithSalesAt: null,
      };
    case 'careless':
      return {
        audience: 'Everybody',
        message: null,
        offer: null,
        followUp: null,
        goal: null,
        personaIds: [],
        buyingStage: null,
        sharedWithSalesAt: new Date(startsMs + 20 * DAY_MS),
      };
  }
}
