import type { Outcome, ReasonCheck, Verdict } from '../contract.ts';
import type { DealFacts, FactTouch } from './facts.ts';

type Evidence = { words: string; atMs: number | null; assetId?: string };
export type Judgement = { verdict: Verdict; words: string; evidence: Evidence[] };

type Rule = {
  /** When the data agrees, in words. */
  words: string;
  /** What it means where both disagree: “Price was said of 9 lost deals …: in 7 of them” and then this. */
  disagreeing: string;
  judge(facts: DealFacts): Judgement;
};

const dayMs = 86_400_000;
const silentDays = 30;
const readDays = 7;
const backDays = 14;
const fewTalks = 3;
const fewestWords = 3;
const smallPart = 0.2;
const mostEvidence = 5;

const aboutPrice = /\bpric(?:e|es|ing)\b|discount|rebate|expensive|cheaper|budget|better offer/;
const pricingPage = /pric|tariff|quote|cost-|costs\b|\/plans?\b/;
const proofType = /case|reference|testimonial|success|proof|study/;
const referral = /refer|recommend|partner|word of mouth|installer/;

const agrees = (words: string, evidence: Evidence[] = []): Judgement => ({
  verdict: 'agrees',
  words,
  evidence,
});
const disagrees = (words: string, evidence: Evidence[] = []): Judgement => ({
  verdict: 'disagrees',
  words,
  evidence: evidence.slice(-mostEvidence),
});
const unknown = (words: string): Judgement => ({ verdict: 'unknown', words, evidence: [] });

const nothingKnown = unknown('No touchpoint of this deal is known.');
const talksOf = ({ touches }: DealFacts) => touches.filter(({ kind }) => kind === 'person');
const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const daysBefore = (facts: DealFacts, atMs: number) => Math.floor((facts.closedMs - atMs) / dayMs);
const within = (facts: DealFacts, days: number) =>
  facts.touches.filter(({ atMs }) => facts.closedMs - atMs <= days * dayMs);

function judgePrice(facts: DealFacts): Judgement {
  const { amounts, discount, talkWords } = facts;
  const first = amounts?.[0];
  const last = amounts?.at(-1);
  if (discount) return agrees('A discount is on record.');
  if (first !== undefined && last !== undefined && last < first)
    return agrees(`The amount came down by ${Math.round((1 - last / first) * 100)} %.`);
  const spoken = talkWords.filter(({ words }) => aboutPrice.test(words));
  if (spoken.length > 0)
    return agrees(
      `Price came up in ${spoken.length} of ${counted(talkWords.length, 'talk')} with words on record.`,
      spoken.map(({ atMs }) => ({ words: 'A talk in which price came up', atMs })),
    );
  if (amounts === null && talkWords.length < fewestWords)
    return unknown('The amount’s past is not known here, and too few talks have words on record.');
  const stood = amounts === null ? '' : 'the amount never changed';
  const silent =
    talkWords.length === 0
      ? ''
      : `none of ${counted(talkWords.length, 'talk')} with words on record names a price`;
  return disagrees(
    `Price was said, but ${[stood, silent].filter((part) => part !== '').join(' and ')}.`,
    talkWords.map(({ atMs }) => ({ words: 'A talk in which price did not come up', atMs })),
  );
}

function judgeNoDecision(facts: DealFacts): Judgement {
  if (facts.touches.length === 0) return nothingKnown;
  const last = talksOf(facts).at(-1);
  if (last === undefined)
    return disagrees('No decision was said, but nobody of ours spoke with them at all.');
  const days = daysBefore(facts, last.atMs);
  const evidence = [{ words: 'The last talk', atMs: last.atMs }];
  return days >= silentDays
    ? disagrees(`No decision was said, but nobody spoke with them in the last ${days} days.`, evidence)
    : agrees(`The last talk was ${counted(days, 'day')} before the close.`, evidence);
}

function judgeTiming(facts: DealFacts): Judgement {
  if (facts.touches.length === 0) return nothingKnown;
  const read = within(facts, readDays).filter(isPricing);
  if (read.length === 0) return agrees(`Nobody read about prices in the ${readDays} days before the close.`);
  const people = new Set(read.map(({ personId }) => personId)).size;
  return disagrees(
    `Timing was said, but ${counted(people, 'person', 'people')} of theirs read about prices in the ${readDays} days before the close.`,
    read.map((touch) => ({ words: titleOf(touch), atMs: touch.atMs, ...assetOf(touch) })),
  );
}

function judgeNeedGone(facts: DealFacts): Judgement {
  if (facts.touches.length === 0) return nothingKnown;
  const came = within(facts, backDays).filter(({ kind }) => kind === 'content');
  if (came.length < 2)
    return agrees(`They came of themselves ${counted(came.length, 'time')} in the last ${backDays} days.`);
  return disagrees(
    `The need went away, it was said, but they came of themselves ${came.length} times in the last ${backDays} days.`,
    came.map((touch) => ({ words: titleOf(touch), atMs: touch.atMs, ...assetOf(touch) })),
  );
}

function judgeCompetitor({ competitors, talkWords }: DealFacts): Judgement {
  if (competitors.length === 0) return unknown('No competitor was named.');
  if (talkWords.length < fewestWords) return unknown('Too few talks have words on record.');
  const names = competitors.map((name) => name.toLowerCase());
  const heard = talkWords.filter(({ words }) => names.some((name) => words.includes(name)));
  if (heard.length > 0)
    return agrees(
      `${competitors.join(' and ')} came up in ${heard.length} of ${talkWords.length} talks with words on record.`,
      heard.map(({ atMs }) => ({ words: 'A talk that names them', atMs })),
    );
  return disagrees(
    `${competitors.join(' and ')} was named, but none of ${talkWords.length} talks with words on record names them.`,
  );
}

const proofOf = ({ touches }: DealFacts) =>
  touches.filter(
    ({ asset }) => asset !== null && proofType.test(`${asset.type} ${asset.title}`.toLowerCase()),
  );

function judgeProof(outcome: Outcome): (facts: DealFacts) => Judgement {
  return (facts) => {
    if (facts.touches.length === 0) return nothingKnown;
    const read = proofOf(facts);
    const people = new Set(read.map(({ personId }) => personId)).size;
    const evidence = read.map((touch) => ({ words: titleOf(touch), atMs: touch.atMs, ...assetOf(touch) }));
    const had = `${counted(people, 'person', 'people')} of theirs opened a case study or reference`;
    if (outcome === 'won')
      return read.length > 0
        ? agrees(`${had}.`, evidence)
        : disagrees('Proof was said, but nobody of theirs opened a case study or reference.');
    return read.length > 0
      ? disagrees(`Too little proof was said, but ${had}.`, evidence)
      : agrees('Nobody of theirs opened a case study or reference.');
  };
}

function judgeRelationship(facts: DealFacts): Judgement {
  if (facts.touches.length === 0 || facts.talkShare === null) return nothingKnown;
  const talks = talksOf(facts).length;
  const part = `${counted(talks, 'talk')} among ${facts.touches.length} touchpoints, with ${Math.round(facts.talkShare * 100)} % of the credit`;
  return talks < fewTalks || facts.talkShare < smallPart
    ? disagrees(`The relationship was said, but there ${talks === 1 ? 'is' : 'are'} ${part}.`)
    : agrees(`There are ${part}.`);
}

function judgeContent(facts: DealFacts): Judgement {
  if (facts.touches.length === 0 || facts.talkShare === null) return nothingKnown;
  const share = 1 - facts.talkShare;
  const part = `what they read and did by themselves has ${Math.round(share * 100)} % of the credit of ${counted(facts.touches.length, 'touchpoint')}`;
  return share < smallPart ? disagrees(`Content was said, but ${part}.`) : agrees(`By the model, ${part}.`);
}

function judgeRecommendation(facts: DealFacts): Judgement {
  if (facts.touches.length === 0) return nothingKnown;
  const found = facts.touches.filter(({ channel }) => referral.test(channel));
  return found.length > 0
    ? agrees(
        `${found.length} of ${counted(facts.touches.length, 'touchpoint')} came by referral or a partner.`,
        found.map(({ atMs, channel }) => ({ words: channel, atMs })),
      )
    : disagrees(
        `A recommendation was said, but none of ${counted(facts.touches.length, 'touchpoint')} came by referral or a partner.`,
      );
}

const isPricing = (touch: FactTouch) =>
  touch.kind === 'content' && pricingPage.test(`${touch.about} ${touch.asset?.title ?? ''}`.toLowerCase());
const titleOf = ({ asset, about, type }: FactTouch) =>
  asset?.title ?? (about === '' ? type.replaceAll('_', ' ') : about);
const assetOf = ({ asset }: FactTouch) => (asset === null ? {} : { assetId: asset.id });

/** By outcome and key. Of other reasons the data says nothing. */
export const rules: Record<string, Rule> = {
  'lost:price': {
    words: 'Its amount came down, a discount is on record, or price came up in a talk that is open to all.',
    disagreeing: 'neither the amount nor any talk that is open to all shows it',
    judge: judgePrice,
  },
  'lost:no_decision': {
    words: `Somebody of ours spoke with them within ${silentDays} days of the close.`,
    disagreeing: `nobody had spoken with them for ${silentDays} days or more`,
    judge: judgeNoDecision,
  },
  'lost:timing': {
    words: `Nobody of theirs read about prices in the ${readDays} days before the close.`,
    disagreeing: 'they read about prices in the last week',
    judge: judgeTiming,
  },
  'lost:need_gone': {
    words: `They came of themselves at most once in the ${backDays} days before the close.`,
    disagreeing: `they came back of themselves in the last ${backDays} days`,
    judge: judgeNeedGone,
  },
  'lost:competitor': {
    words: 'The competitor that was named came up in a talk that is open to all.',
    disagreeing: 'no talk names the competitor',
    judge: judgeCompetitor,
  },
  'lost:proof': {
    words: 'Nobody of theirs opened a case study or reference.',
    disagreeing: 'they had opened a case study or reference',
    judge: judgeProof('lost'),
  },
  'won:proof': {
    words: 'Somebody of theirs opened a case study or reference.',
    disagreeing: 'nobody had opened a case study or reference',
    judge: judgeProof('won'),
  },
  'won:relationship': {
    words: `There were ${fewTalks} talks or more, with a fifth of the credit or more.`,
    disagreeing: 'there were hardly any talks, or they have little of the credit',
    judge: judgeRelationship,
  },
  'won:content': {
    words: 'What they read and did by themselves has a fifth of the credit or more.',
    disagreeing: 'what they read has little of the credit',
    judge: judgeContent,
  },
  'won:recommendation': {
    words: 'A touchpoint came by referral or a partner.',
    disagreeing: 'no touchpoint came by referral or a partner',
    judge: judgeRecommendation,
  },
};

export function evidenceOf(judgement: Judgement, dealId: string): ReasonCheck['evidence'] {
  return judgement.evidence.map(({ words, atMs, assetId }) => ({
    words,
    at: atMs === null ? null : new Date(atMs).toISOString(),
    href: assetId === undefined ? `/people/deals/${dealId}` : `/content/assets/${assetId}`,
  }));
}
