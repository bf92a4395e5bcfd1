import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { cutText } from './cut-text.ts';
import type { Packet } from './packet.ts';

const mostSuggested = 3;
/** Of a larger library those made for such a buyer come first. */
const mostCandidates = 60;
/** The latest reads of an asset say enough of it. */
const readsOfEach = 250;
/** A share of so few readers says little. */
const fewestReaders = 4;
const finishedFrom = 0.9;

type Suggestion = Packet['nextAssets'][number];

type Asked = {
  tx: Tx;
  persona: string | null;
  buyingStage: { key: string | null; name: string | null };
  knownAssetIds: readonly string[];
  questions: readonly { text: string }[];
};

type Candidate = {
  id: string;
  title: string;
  url: string | null;
  for_persona: boolean;
  for_stage: boolean;
};

type Readers = { readers: number; finished: number };

/**
 * What sales might share next: made for such a buyer at this stage and unknown to them; first what speaks of a question
 * they asked, then what people like them read to its end most often.
 */
export async function suggestAssets(asked: Asked): Promise<Suggestion[]> {
  const candidates = await readCandidates(asked);
  if (candidates.length === 0) return [];
  const read = await readersOf(
    asked.tx,
    candidates.map(({ id }) => id),
    asked.persona,
  );
  const ranked = candidates.map((one) => {
    const question = asked.questions.find(({ text }) => speakOfTheSame(one.title, text)) ?? null;
    const readers = read.get(one.id) ?? { readers: 0, finished: 0 };
    return { one, question, readers, rank: rankOf(one, question !== null, readers) };
  });
  return ranked
    .toSorted((a, b) => b.rank - a.rank || (a.one.title < b.one.title ? -1 : 1))
    .slice(0, mostSuggested)
    .map(({ one, question, readers }) => ({
      assetId: one.id,
      title: one.title,
      url: one.url,
      reason: reasonOf({ one, question, readers, asked }),
    }));
}

/** Pieces for buyers; where one names personas or stages it is for those alone. */
async function readCandidates({ tx, persona, buyingStage, knownAssetIds }: Asked): Promise<Candidate[]> {
  const personaFits = sql`exists (select from unnest(s.personas) as p where lower(p) = lower(${persona}::text))`;
  const stageFits = sql`exists (select from unnest(s.buying_stages) as b
    where lower(b) in (lower(${buyingStage.key}::text), lower(${buyingStage.name}::text)))`;
  return tx.rows<Candidate>(sql`
    select * from (
      select s.id, s.title, s.url, ${personaFits} as for_persona, ${stageFits} as for_stage, s.created_at
      from asset s
      where s.audience = 'buyer' and not (s.id = any(${sql.param([...knownAssetIds])}::uuid[]))
        and (s.personas = '{}' or ${persona}::text is null or ${personaFits})
        and (s.buying_stages = '{}' or ${buyingStage.key}::text is null or ${stageFits})
    ) as fits
    order by for_persona::int + for_stage::int desc, created_at desc, id limit ${mostCandidates}`);
}

/** How many people of a persona read each, and how many of them to its end. */
async function readersOf(
  tx: Tx,
  assetIds: readonly string[],
  persona: string | null,
): Promise<Map<string, Readers>> {
  const rows = await tx.rows<{ asset_id: string } & Readers>(sql`
    select asset_id, count(*) as readers, count(*) filter (where completion >= ${finishedFrom}) as finished
    from (
      select r.asset_id, c.id, max(r.completion) as completion
      from unnest(${sql.param([...assetIds])}::uuid[]) as a(id)
      cross join lateral (
        select i.asset_id, i.contact_id, i.profile_id, i.occurred_at, i.completion from interaction i
        where i.workspace_id = current_setting('liaison.workspace_id')::uuid and i.asset_id = a.id
          and i.kind = 'content' and i.verified and i.type <> 'email_sent'
        order by i.occurred_at desc, i.id desc limit ${readsOfEach}) as r
      left join profile_binding b on r.contact_id is null and b.workspace_id = current_setting('liaison.workspace_id')::uuid
        and b.profile_id = r.profile_id and b.from_at <= r.occurred_at and b.to_at > r.occurred_at
      join contact c on c.id = coalesce(r.contact_id, b.contact_id)
      where ${persona}::text is null or lower(c.persona) = lower(${persona}::text)
      group by r.asset_id, c.id
    ) as person group by asset_id`);
  return new Map(rows.map(({ asset_id, readers, finished }) => [asset_id, { readers, finished }]));
}

/** One reader who finished is not better than seven of ten: the share is drawn towards a third while they are few. */
function rankOf(one: Candidate, answers: boolean, { readers, finished }: Readers): number {
  const share = (finished + 1) / (readers + 3);
  return (answers ? 2 : 0) + (one.for_persona ? 0.5 : 0) + (one.for_stage ? 0.25 : 0) + share;
}

function reasonOf(options: {
  one: Candidate;
  question: { text: string } | null;
  readers: Readers;
  asked: Asked;
}): string {
  const { one, question, readers, asked } = options;
  const like = asked.persona === null ? 'readers' : `${asked.persona} readers`;
  const parts = ['unseen by them'];
  if (question) parts.push(`speaks of what they asked: “${cutText(question.text, 80)}”`);
  if (readers.readers >= fewestReaders && readers.finished > 0) {
    parts.push(`finished by ${Math.round((readers.finished / readers.readers) * 100)} % of ${like}`);
  } else if (readers.readers > 0) {
    parts.push(`read by ${readers.readers} ${readers.readers === 1 ? like.replace(/s$/, '') : like}`);
  }
  if (one.for_persona && asked.persona !== null) parts.push(`made for ${asked.persona}`);
  if (one.for_stage && asked.buyingStage.name !== null) parts.push(`for the stage ${asked.buyingStage.name}`);
  return parts.join(', ');
}

const plainWords = new Set(
  'about which their there would could should where while every being these those other'.split(' '),
);

/** Two longer words in common, or one that is long enough to be a subject of its own. */
export function speakOfTheSame(title: string, question: string): boolean {
  const stems = (text: string) =>
    new Set(
      (text.toLowerCase().match(/\p{L}{5,}/gu) ?? [])
        .filter((word) => !plainWords.has(word))
        .map((word) => word.replace(/(ing|ies|es|s)$/, '')),
    );
  const asked = stems(question);
  const shared = [...stems(title)].filter((stem) => asked.has(stem));
  return shared.length >= 2 || shared.some((stem) => stem.length >= 7);
}
