import type { Tx } from '../../../platform/postgres/database.ts';
import { readContactLedger } from '../../conversations/index.ts';
import type { SuggestedAsset } from '../links/contract.ts';
import { finishedFrom } from '../words.ts';
import {
  type Candidate,
  type Person,
  pagesSpeakingOf,
  type Readers,
  readCandidates,
  readersOf,
} from './read-candidates.ts';
import { readPerson } from './read-person.ts';
import { pageQueryOf, speakOfTheSame } from './speak-of.ts';

const mostSuggested = 3;
const mostQuestions = 10;
/** A share of so few readers says little. */
const fewestReaders = 4;
const longestQuestion = 80;

type Asked = {
  /** Whom it is for; null: whoever, or a company. */
  contactId: string | null;
  /** Known already by the caller; left out, it is read. */
  person?: Person;
  questions?: readonly { text: string }[];
  /** What else they have had. */
  knownAssetIds?: readonly string[];
  limit?: number;
  now: Date;
};

/** Why a piece speaks of something that was asked: by its title, or on a page. */
type Speaks = { question: string; page: number | null };

/**
 * What somebody might be given next: made for such a buyer at this stage and not had by them; first what speaks of a
 * question they asked, then what people like them read to its end most often. Read by both teams, so no word of a
 * private conversation is behind it.
 */
export async function suggestNext(tx: Tx, asked: Asked): Promise<SuggestedAsset[]> {
  const { contactId, now, limit = mostSuggested } = asked;
  const person = asked.person ?? (contactId === null ? anybody : await readPerson(tx, contactId));
  const { questions, knownAssetIds } = await whatIsKnown(tx, asked);
  const candidates = await readCandidates(tx, person, { knownAssetIds, now });
  if (candidates.length === 0) return [];
  const assetIds = candidates.map(({ id }) => id);
  const read = await readersOf(tx, { assetIds, persona: person.persona, finishedFrom });
  const speaks = await speakingOf(tx, candidates, questions);
  const ranked = candidates.map((one) => {
    const readers = read.get(one.id) ?? { readers: 0, finished: 0 };
    const spoken = speaks.get(one.id) ?? null;
    return { one, readers, spoken, rank: rankOf(one, spoken !== null, readers) };
  });
  // A piece for anybody, of which nothing speaks, stands only where there is no better.
  const founded = ranked.filter(
    ({ one, readers, spoken }) => spoken || one.for_persona || one.for_stage || readers.finished > 0,
  );
  return (founded.length > 0 ? founded : ranked)
    .toSorted((a, b) => b.rank - a.rank || (a.one.title < b.one.title ? -1 : 1))
    .slice(0, Math.min(limit, mostSuggested))
    .map(({ one, readers, spoken }) => ({
      assetId: one.id,
      title: one.title,
      type: one.type,
      url: one.url,
      shareable: one.shareable,
      reason: reasonOf({ one, readers, spoken, person, isSomebody: person.contactIds.length > 0 }),
    }));
}

const anybody: Person = { contactIds: [], accountId: null, persona: null, buyingStage: null };

async function whatIsKnown(
  tx: Tx,
  { contactId, questions, knownAssetIds = [], now }: Asked,
): Promise<{ questions: string[]; knownAssetIds: string[] }> {
  if (questions !== undefined || contactId === null) {
    return { questions: (questions ?? []).map(({ text }) => text), knownAssetIds: [...knownAssetIds] };
  }
  const { fromUs, fromThem } = await readContactLedger({ tx, userId: null, contactId, now });
  return {
    questions: fromThem.openQuestions.flatMap(({ text }) => text ?? []),
    knownAssetIds: [...knownAssetIds, ...fromUs.assets.map(({ asset }) => asset.id)],
  };
}

/** For each piece the first question that it speaks of, in its title or else in its text. */
async function speakingOf(
  tx: Tx,
  candidates: readonly Candidate[],
  questions: readonly string[],
): Promise<Map<string, Speaks>> {
  const speaks = new Map<string, Speaks>();
  for (const question of questions.slice(0, mostQuestions)) {
    for (const { id, title } of candidates) {
      if (!speaks.has(id) && speakOfTheSame(title, question)) speaks.set(id, { question, page: null });
    }
    const assetIds = candidates.flatMap(({ id }) => (speaks.has(id) ? [] : id));
    const query = pageQueryOf(question);
    if (query === null || assetIds.length === 0) continue;
    for (const [id, page] of await pagesSpeakingOf(tx, { assetIds, query }))
      speaks.set(id, { question, page });
  }
  return speaks;
}

/** One reader who finished is not better than seven of ten: the share is drawn towards a third while they are few. */
function rankOf(one: Candidate, answers: boolean, { readers, finished }: Readers): number {
  const share = (finished + 1) / (readers + 3);
  return (
    (answers ? 2 : 0) +
    (one.for_persona ? 0.5 : 0) +
    (one.for_stage ? 0.25 : 0) +
    (one.shareable ? 0.1 : 0) -
    (one.stale_since === null ? 0 : 1) +
    share
  );
}

function reasonOf(options: {
  one: Candidate;
  readers: Readers;
  spoken: Speaks | null;
  person: Person;
  isSomebody: boolean;
}): string {
  const { one, readers, spoken, person } = options;
  const like = person.persona === null ? 'readers' : `${person.persona} readers`;
  const parts = options.isSomebody ? ['unseen by them'] : [];
  if (spoken) {
    const where = spoken.page === null ? '' : ` on page ${spoken.page}`;
    parts.push(`speaks${where} of what they asked: “${shortened(spoken.question)}”`);
  }
  if (readers.readers >= fewestReaders && readers.finished > 0) {
    const share = Math.round((readers.finished / readers.readers) * 100);
    parts.push(`finished by ${share} % of ${readers.readers} ${like}`);
  } else if (readers.readers > 0) {
    parts.push(`read by ${readers.readers} ${readers.readers === 1 ? like.replace(/s$/, '') : like}`);
  }
  if (one.for_persona && person.persona !== null) parts.push(`made for ${person.persona}`);
  if (one.for_stage && person.buyingStage !== null) parts.push(`for the stage ${person.buyingStage.name}`);
  if (one.stale_since !== null) parts.push(`its review has been due since ${dayWords(one.stale_since)}`);
  return parts.length === 0 ? 'for any buyer' : parts.join(', ');
}

const dayWords = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

function shortened(text: string): string {
  const one = text.replaceAll(/\s+/g, ' ').trim();
  if (one.length <= longestQuestion) return one;
  return `${one
    .slice(0, longestQuestion - 1)
    .toWellFormed()
    .trimEnd()}…`;
}
