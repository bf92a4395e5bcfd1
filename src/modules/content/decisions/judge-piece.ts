import type { EvidenceFigure, SuggestionKind } from './contract.ts';

/** What is known of a piece over the past twelve months. */
export type PieceFacts = {
  audience: 'buyer' | 'seller';
  ageDays: number;
  /** Shares by sales, and how many of them shared it. */
  shares: number;
  sellers: number;
  readers: number;
  /** People who saw it as a page of our site, where nothing says how far they read. */
  pageViewers: number;
  /** Readers of whom it is known how far they got, and those who got to the end. */
  measured: number;
  finished: number;
  /** The same of all others of its type. */
  others: { measured: number; finished: number };
  /** The page where most stop who do not finish, of so many who got there. */
  stop: { page: number; stopped: number; of: number } | null;
  /** Days since its review was due; null: it is not. */
  lateDays: number | null;
  /** A piece that says nearly the same. */
  twin: { name: string; alike: number; by: 'text' | 'title'; measured: number; finished: number } | null;
};

/** Of the workspace: who shares anything at all. */
export type House = { sellers: number };

export type Judgement = {
  kind: SuggestionKind;
  rule: string;
  reason: string;
  page: number | null;
  figures: EvidenceFigure[];
};

/** Numbers below which nothing is suggested: fewer say too little. */
const least = {
  ageDays: 180,
  staleDays: 90,
  staleViewers: 100,
  staleFinished: 0.1,
  twinReaders: 5,
  twinAhead: 0.05,
  repairReaders: 20,
  repairBehind: 0.1,
  stopShare: 0.25,
  stopOnFirstShare: 0.5,
  stopped: 5,
  promoteReaders: 10,
  promoteRate: 0.7,
  promoteAhead: 0.15,
  promoteAheadFrom: 0.5,
  sellers: 3,
  sellersShare: 0.25,
} as const;

const percent = (share: number) => `${Math.round(share * 100)}%`;

/** When each kind is suggested, in words for people. */
export const ruleWords: Record<SuggestionKind, string> = {
  retire: `In the library for ${least.ageDays} days and more, and in a year neither shared by sales nor finished by anybody; or ${least.staleDays} days past its review, not shared in a year, finished by fewer than ${percent(least.staleFinished)} and seen on the site by fewer than ${least.staleViewers}; or nearly the same as another that at least ${percent(least.twinAhead)} more of its readers finish (${least.twinReaders} readers of each at least).`,
  repair: `At least ${least.repairReaders} readers, and either ${percent(least.stopShare)} of those who get to a page stop there (${percent(least.stopOnFirstShare)} on the first), ${least.stopped} people at least, or ${percent(least.repairBehind)} fewer finish than of others of its type.`,
  promote: `At least ${least.promoteReaders} readers, finished by ${percent(least.promoteRate)} of them or by at least ${percent(least.promoteAheadFrom)} and ${percent(least.promoteAhead)} more than others of its type, and shared by no more than a quarter of the sellers who share (${least.sellers} sellers at least).`,
  make: 'Nothing to read, and money waits there: at least two open deals, or one and a request; or at least three open requests.',
};

const rateOf = ({ measured, finished }: { measured: number; finished: number }) =>
  measured === 0 ? null : finished / measured;

/** What to decide about a piece, if anything. What should go is not repaired, what is to be repaired not promoted. */
export function judgePiece(facts: PieceFacts, house: House): Judgement | null {
  if (facts.audience === 'seller') return judgeStale(facts);
  return (
    judgeTwin(facts) ??
    judgeIdle(facts) ??
    judgeStale(facts) ??
    judgeRepair(facts) ??
    judgePromote(facts, house)
  );
}

const count = (key: string, value: number, words: string): EvidenceFigure => ({ key, words, value, n: null });

const finishFigure = (facts: PieceFacts): EvidenceFigure => ({
  key: 'finishRate',
  words:
    facts.measured === 0
      ? 'nobody of whom it is known how far they read'
      : `finished by ${facts.finished} of ${facts.measured} readers`,
  value: rateOf(facts) ?? 0,
  n: facts.measured,
});

const shareFigures = ({ shares, sellers }: PieceFacts): EvidenceFigure[] => [
  count('shares', shares, shares === 0 ? 'not shared by sales' : `shared ${times(shares)} by sales`),
  ...(shares === 0
    ? []
    : [count('sellers', sellers, `by ${sellers} ${sellers === 1 ? 'seller' : 'sellers'}`)]),
];

const times = (n: number) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);

function judgeIdle(facts: PieceFacts): Judgement | null {
  const { ageDays, shares, measured, finished, pageViewers } = facts;
  const isUnread = measured === 0 && pageViewers < least.twinReaders;
  const isNeverFinished = measured >= least.repairReaders && finished === 0;
  if (ageDays < least.ageDays || shares > 0 || !(isUnread || isNeverFinished)) return null;
  const since = ageDays >= 365 ? 'a year' : `${Math.floor(ageDays / 30)} months`;
  return {
    kind: 'retire',
    rule: ruleWords.retire,
    reason: `not shared, not finished in ${since}`,
    page: null,
    figures: [...shareFigures(facts), finishFigure(facts), ...viewerFigures(facts)],
  };
}

const viewerFigures = ({ pageViewers }: PieceFacts): EvidenceFigure[] =>
  pageViewers === 0
    ? []
    : [count('pageViewers', pageViewers, `seen by ${pageViewers} as a page of the site`)];

function judgeStale(facts: PieceFacts): Judgement | null {
  const { lateDays, shares } = facts;
  if (lateDays === null || lateDays < least.staleDays || shares > 0) return null;
  // What buyers still read is to be brought up to date, not taken away.
  const isRead = (rateOf(facts) ?? 0) >= least.staleFinished || facts.pageViewers >= least.staleViewers;
  if (isRead) return null;
  return {
    kind: 'retire',
    rule: ruleWords.retire,
    reason: `review due for ${lateDays} days, not shared in a year`,
    page: null,
    figures: [
      count('lateDays', lateDays, `its review was due ${lateDays} days ago`),
      ...shareFigures(facts),
      ...(facts.audience === 'buyer' ? [finishFigure(facts), ...viewerFigures(facts)] : []),
    ],
  };
}

function judgeTwin(facts: PieceFacts): Judgement | null {
  const { twin, measured } = facts;
  if (twin === null || twin.measured < least.twinReaders || measured < least.twinReaders) return null;
  const mine = rateOf(facts) ?? 0;
  const theirs = rateOf(twin) ?? 0;
  if (theirs < mine + least.twinAhead) return null;
  return {
    kind: 'retire',
    rule: ruleWords.retire,
    reason: `nearly the same as “${twin.name}”, which ${percent(theirs)} finish and of this ${percent(mine)}`,
    page: null,
    figures: [
      {
        key: 'alike',
        words: `${percent(twin.alike)} of its ${twin.by === 'text' ? 'sequences of words' : 'title’s words'} in common with “${twin.name}”`,
        value: twin.alike,
        n: null,
      },
      finishFigure(facts),
      {
        key: 'twinRate',
        words: `“${twin.name}” is finished by ${twin.finished} of ${twin.measured}`,
        value: theirs,
        n: twin.measured,
      },
      ...shareFigures(facts),
    ],
  };
}

/** Where so many of those who get to a page stop that it must lie at the page. */
function tellingStop({ stop }: PieceFacts): PieceFacts['stop'] {
  if (stop === null || stop.stopped < least.stopped || stop.of === 0) return null;
  return stop.stopped / stop.of >= (stop.page === 1 ? least.stopOnFirstShare : least.stopShare) ? stop : null;
}

function judgeRepair(facts: PieceFacts): Judgement | null {
  if (facts.measured < least.repairReaders) return null;
  const stop = tellingStop(facts);
  const mine = rateOf(facts) ?? 0;
  const others = facts.others.measured < least.repairReaders ? null : rateOf(facts.others);
  const isBehind = others !== null && mine <= others - least.repairBehind;
  if (stop === null && !isBehind) return null;
  return {
    kind: 'repair',
    rule: ruleWords.repair,
    reason:
      stop === null
        ? `finished by ${percent(mine)}, others of its type by ${percent(others ?? 0)}`
        : `${stop.stopped} stop here`,
    page: stop?.page ?? null,
    figures: [
      ...(stop === null
        ? []
        : [
            {
              key: 'stop',
              words: `${stop.stopped} of ${stop.of} who got to page ${stop.page} stopped there`,
              value: stop.stopped / stop.of,
              n: stop.of,
            },
          ]),
      finishFigure(facts),
      ...othersFigure(facts),
      ...shareFigures(facts),
    ],
  };
}

function othersFigure({ others }: PieceFacts): EvidenceFigure[] {
  const rate = rateOf(others);
  if (rate === null) return [];
  return [
    {
      key: 'othersRate',
      words: `others of its type are finished by ${percent(rate)} of ${others.measured} readers`,
      value: rate,
      n: others.measured,
    },
  ];
}

function judgePromote(facts: PieceFacts, house: House): Judgement | null {
  if (facts.measured < least.promoteReaders || house.sellers < least.sellers) return null;
  const mine = rateOf(facts) ?? 0;
  const others = facts.others.measured < least.promoteReaders ? null : rateOf(facts.others);
  const isAhead =
    mine >= least.promoteRate ||
    (others !== null && mine >= Math.max(least.promoteAheadFrom, others + least.promoteAhead));
  if (!isAhead || facts.sellers > Math.floor(house.sellers * least.sellersShare)) return null;
  const by =
    facts.sellers === 0 ? 'no seller' : facts.sellers === 1 ? 'one seller' : `${facts.sellers} sellers`;
  return {
    kind: 'promote',
    rule: ruleWords.promote,
    reason: `finished by ${percent(mine)}, used by ${by}`,
    page: null,
    figures: [
      finishFigure(facts),
      ...othersFigure(facts),
      ...shareFigures(facts),
      count('allSellers', house.sellers, `${house.sellers} sellers share pieces at all`),
    ],
  };
}
