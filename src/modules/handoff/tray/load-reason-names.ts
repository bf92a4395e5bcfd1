import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { rejectReasonsInForce } from '../../language/index.ts';

/** The agreed reasons by key, with those that older versions had. */
export async function loadReasonNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const older = await tx.rows<{ key: string; name: string }>(sql`
    select distinct on (r.value ->> 'key') r.value ->> 'key' as key, r.value ->> 'label' as name
    from definition d join definition_version v on v.definition_id = d.id
    cross join jsonb_array_elements(v.body -> 'reasons') as r(value)
    where d.kind = 'reject_reasons' and v.status not in ('draft', 'proposed')
    order by r.value ->> 'key', v.number desc`);
  const now = (await rejectReasonsInForce(tx))?.reasons ?? [];
  return new Map(
    [...older, ...now.map(({ key, label }) => ({ key, name: label }))].map(({ key, name }) => [key, name]),
  );
}
