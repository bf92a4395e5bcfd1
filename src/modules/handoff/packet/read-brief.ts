import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { CampaignBrief } from './contract.ts';

const mostPersonas = 100;

type Row = {
  id: string;
  name: string;
  starts_on: string | null;
  ends_on: string | null;
  owner_id: string | null;
  owner_name: string | null;
  revision: number | null;
  audience: string | null;
  message: string | null;
  offer: string | null;
  follow_up: string | null;
  goal: string | null;
  personas: string[] | null;
  buying_stage: string | null;
  shared_with_sales_at: Date | null;
  written_at: Date | null;
  written_by: string | null;
};

/** A campaign's brief, with what there is to choose from for whoever writes it. */
export async function readBrief({ tx, id }: { tx: Tx; id: string }): Promise<CampaignBrief> {
  const row = await tx.first<Row>(sql`
    select c.id, c.name, c.starts_on, c.ends_on, t.id as owner_id, t.name as owner_name, b.revision, b.audience, b.message,
      b.offer, b.follow_up, b.goal, b.personas, b.buying_stage, b.shared_with_sales_at, b.written_at, b.written_by
    from campaign c left join teammate t on t.id = c.owner_id left join campaign_brief b on b.campaign_id = c.id
    where c.id = ${id}`);
  if (!row) throw notFound('campaign');
  const personas = await tx.rows<{ persona: string }>(sql`
    select distinct persona from contact where persona is not null order by persona limit ${mostPersonas}`);
  return {
    campaign: {
      id: row.id,
      name: row.name,
      owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
      startsOn: row.starts_on,
      endsOn: row.ends_on,
    },
    brief: briefOf(row),
    personas: personas.map(({ persona }) => persona),
    buyingStages: await tx.rows<{ key: string; name: string }>(
      sql`select key, name from buying_stage order by position`,
    ),
  };
}

function briefOf(row: Row): CampaignBrief['brief'] {
  if (row.revision === null || row.written_at === null) return null;
  return {
    audience: row.audience,
    message: row.message,
    offer: row.offer,
    followUp: row.follow_up,
    goal: row.goal,
    personas: row.personas ?? [],
    buyingStage: row.buying_stage,
    revision: row.revision,
    sharedWithSalesAt: row.shared_with_sales_at?.toISOString() ?? null,
    writtenAt: row.written_at.toISOString(),
    writtenBy: row.written_by ?? '',
  };
}
