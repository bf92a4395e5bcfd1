import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { DealReason } from '../contract.ts';
import { type DealJourney, unknownId } from '../read-journeys.ts';
import type { DealFacts, FactTouch, TalkWords } from './facts.ts';

type Options = { said: readonly DealReason[]; journeys: ReadonlyMap<string, DealJourney> };
export type Facts = Omit<DealFacts, 'talkShare'>;

/** What is looked up of a talk or page; more says nothing more. */
const longestText = 2_000;
const lookedUpDays = 14;
const dayMs = 86_400_000;

/** What the data knows of these deals, by the deal's id. */
export async function readFacts(tx: Tx, options: Options): Promise<Map<string, Facts>> {
  const amounts = await readAmounts(tx, options);
  const talks = await readTalkWords(tx, options);
  const assets = await readAssets(tx, options);
  const about = await readAbout(tx, options);
  const facts = new Map<string, Facts>();
  for (const { deal, mattered } of options.said) {
    const journey = options.journeys.get(deal.id);
    const money = amounts.get(deal.id);
    facts.set(deal.id, {
      openedMs: journey?.opened_ms ?? Date.parse(deal.closedAt),
      closedMs: Date.parse(deal.closedAt),
      touches: journey === undefined ? [] : touchesOf(journey, { assets, about }),
      amounts: money?.amounts ?? null,
      currency: deal.currency,
      discount: money?.discount ?? false,
      talkWords: journey === undefined ? [] : wordsOf(journey, talks),
      competitors: mattered.flatMap(({ kind, label }) => (kind === 'competitor' ? [label] : [])),
    });
  }
  return facts;
}

type Asset = { id: string; title: string; type: string };

function touchesOf(
  journey: DealJourney,
  { assets, about }: { assets: ReadonlyMap<string, Asset>; about: ReadonlyMap<string, string> },
): FactTouch[] {
  return journey.touch_ids.map((id, nth) => ({
    id,
    atMs: journey.at[nth] ?? 0,
    kind: journey.kinds[nth] ?? '',
    type: journey.types[nth] ?? '',
    channel: journey.channels[nth] ?? '',
    personId: journey.person_ids[nth] ?? unknownId,
    asset: assets.get(journey.asset_ids[nth] ?? unknownId) ?? null,
    about: about.get(id) ?? '',
  }));
}

function wordsOf(journey: DealJourney, talks: ReadonlyMap<string, string>): TalkWords[] {
  return journey.touch_ids.flatMap((interactionId, nth) => {
    const words = talks.get(interactionId);
    return words === undefined || words === '' ? [] : [{ interactionId, atMs: journey.at[nth] ?? 0, words }];
  });
}

type Amounts = { amounts: number[] | null; discount: boolean };

/** Amounts over time. Of a deal that was written here long after it was opened, what came before is not known. */
async function readAmounts(tx: Tx, { said }: Options): Promise<Map<string, Amounts>> {
  const rows = await tx.rows<{
    id: string;
    amount: number | null;
    before: number[] | null;
    followed: boolean;
    discount: boolean;
  }>(sql`
    select o.id, o.amount_minor as amount, p.before,
      o.created_at <= coalesce(o.opened_at, o.created_at) + interval '2 days' as followed,
      exists (select from jsonb_each_text(o.custom) c
        where c.key like '%discount%' and c.value not in ('', '0', 'false', 'no')) as discount
    from opportunity o
    left join lateral (
      select array_agg((r.values ->> 'amountMinor')::bigint order by r.id)
        filter (where r.values ->> 'amountMinor' is not null) as before
      from record_past r
      where r.workspace_id = o.workspace_id and r.record_type = 'opportunity' and r.record_id = o.id) as p on true
    where o.id = any(${idsOf(said)}::uuid[])`);
  return new Map(
    rows.map(({ id, amount, before, followed, discount }) => {
      const all = [...(before ?? []), ...(amount === null ? [] : [amount])];
      return [id, { amounts: (followed || before !== null) && all.length > 0 ? all : null, discount }];
    }),
  );
}

/** What was said in talks that everybody may read, by the row of the log. */
async function readTalkWords(tx: Tx, { said, journeys }: Options): Promise<Map<string, string>> {
  const wanted = new Set(['price', 'competitor']);
  const ids = said
    .filter(({ outcome, reasons }) => outcome === 'lost' && reasons.some(({ key }) => wanted.has(key)))
    .flatMap(({ deal }) => {
      const journey = journeys.get(deal.id);
      return journey?.touch_ids.filter((_, nth) => journey.kinds[nth] === 'person') ?? [];
    });
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; words: string }>(sql`
    select c.interaction_id as id, lower(concat_ws(' ', c.subject, c.outcome, left(c.body, ${longestText}::integer), x.words)) as words
    from conversation c
    left join lateral (
      select string_agg(left(e.text, ${longestText}::integer), ' ') as words from exchanged_item e
      where e.workspace_id = c.workspace_id and e.conversation_id = c.id) as x on true
    where c.interaction_id = any(${sql.param([...new Set(ids)])}::uuid[]) and not c.private and c.withdrawn_at is null`);
  return new Map(rows.map(({ id, words }) => [id, words.trim()]));
}

async function readAssets(tx: Tx, { journeys }: Options): Promise<Map<string, Asset>> {
  const ids = new Set([...journeys.values()].flatMap(({ asset_ids }) => asset_ids));
  ids.delete(unknownId);
  const rows = await tx.rows<Asset>(sql`
    select id, title, coalesce(type, '') as type from asset where id = any(${sql.param([...ids])}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of which pages the last visits were, of deals of which timing was said. */
async function readAbout(tx: Tx, { said, journeys }: Options): Promise<Map<string, string>> {
  const ids = said
    .filter(({ reasons }) => reasons.some(({ key }) => key === 'timing' || key === 'need_gone'))
    .flatMap(({ deal }) => {
      const journey = journeys.get(deal.id);
      const sinceMs = Date.parse(deal.closedAt) - lookedUpDays * dayMs;
      return (
        journey?.touch_ids.filter(
          (_, nth) => journey.kinds[nth] === 'content' && (journey.at[nth] ?? 0) >= sinceMs,
        ) ?? []
      );
    });
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; about: string }>(sql`
    select id, lower(concat_ws(' ', subject, url)) as about from interaction
    where id = any(${sql.param([...new Set(ids)])}::uuid[])`);
  return new Map(rows.map(({ id, about }) => [id, about]));
}

const idsOf = (said: readonly DealReason[]) => sql.param(said.map(({ deal }) => deal.id));
