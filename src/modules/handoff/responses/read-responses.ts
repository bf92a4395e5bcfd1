import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Contacting, isOurResponse, wasReached } from './genuine-response.ts';

const mostRows = 500;

export type Response = {
  interactionId: string;
  at: Date;
  type: string;
  teammateId: string | null;
  reached: boolean;
};

type Row = Contacting & { id: string; at: Date; teammateId: string | null };

/**
 * The tries and responses of our side to a lead within a time, in the order in which they happened: verified, standing
 * talks and mails in which the lead, or a record merged into them, is named or took part.
 */
export async function readResponses(
  tx: Tx,
  options: { contactIds: readonly string[]; from: Date; until: Date },
): Promise<Response[]> {
  const ids = sql`any(${sql.param([...options.contactIds])}::uuid[])`;
  const mine = sql`current_setting('liaison.workspace_id')::uuid`;
  const columns = sql`i.id, i.occurred_at as at, i.type, i.direction, i.teammate_id as "teammateId",
    i.properties ->> 'outcome' as outcome, i.properties ->> 'sentBy' as "sentBy",
    case when jsonb_typeof(i.properties -> 'durationMinutes') = 'number'
      then (i.properties ->> 'durationMinutes')::double precision end as "durationMinutes"`;
  const within = (at: ReturnType<typeof sql>) => sql`${at} > ${options.from} and ${at} <= ${options.until}`;
  const stands = sql`i.kind = 'person' and i.verified and i.type <> 'withdrawn' and not exists (
    select from interaction_replacement r where r.workspace_id = i.workspace_id and r.interaction_id = i.id)`;
  const rows = await tx.rows<Row>(sql`
    select distinct on (at, id) * from (
      select ${columns} from interaction i
      where i.workspace_id = ${mine} and i.contact_id = ${ids} and ${within(sql`i.occurred_at`)} and ${stands}
      union all
      select ${columns} from interaction_participant p join interaction i on i.id = p.interaction_id
      where p.workspace_id = ${mine} and p.contact_id = ${ids} and ${within(sql`p.occurred_at`)} and ${stands}
      union all
      select ${columns} from profile_binding b join interaction i on i.workspace_id = b.workspace_id
        and i.profile_id = b.profile_id and i.contact_id is null
        and i.occurred_at >= b.from_at and i.occurred_at < b.to_at
      where b.workspace_id = ${mine} and b.contact_id = ${ids} and ${within(sql`i.occurred_at`)} and ${stands}
    ) as found order by at, id limit ${mostRows}`);
  return rows.filter(isOurResponse).map((row) => ({
    interactionId: row.id,
    at: row.at,
    type: row.type,
    teammateId: row.teammateId,
    reached: wasReached(row),
  }));
}
