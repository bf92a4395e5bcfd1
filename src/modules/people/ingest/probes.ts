import { isId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import {
  type AccountSource,
  type FoundBy,
  type Identity,
  lowerCase,
  type RecordType,
  Registry,
} from './registry.ts';
import type { ExternalId, RecordRef } from './types.ts';

/** What a batch asks of one type of record, gathered first so that the database is asked once. */
export class Probes {
  private readonly ids = new Set<string>();
  private readonly externalIds = new Map<string, ExternalId>();
  private readonly emails = new Set<string>();
  private readonly domains = new Set<string>();
  private readonly names = new Map<string, string>();

  addIdentity(identity: Identity): void {
    for (const externalId of identity.externalIds)
      this.externalIds.set(`${externalId.system}\u0000${externalId.id}`, externalId);
    if (identity.email !== undefined) this.emails.add(identity.email);
    if (identity.domain !== undefined) this.domains.add(identity.domain);
    if (identity.name !== undefined) this.names.set(lowerCase(identity.name), identity.name);
  }

  addRef(ref: RecordRef | undefined, system: string): void {
    if (ref === undefined) return;
    if (ref.id !== undefined && isId(ref.id)) this.ids.add(ref.id);
    this.addIdentity({ ...ref, externalIds: ref.externalIds ?? [] });
    if (ref.name !== undefined) this.addIdentity({ externalIds: [{ system, id: ref.name }] });
  }

  get isEmpty(): boolean {
    return (
      this.ids.size + this.externalIds.size + this.emails.size + this.domains.size + this.names.size === 0
    );
  }

  lists() {
    return {
      ids: [...this.ids],
      externalIds: [...this.externalIds.values()],
      emails: [...this.emails],
      domains: [...this.domains],
      names: [...this.names.values()],
    };
  }
}

type MatchRow = { matched_by: FoundBy; probe: number; record_id: string };

/** Two statements, whatever the size: which records the probes name, and what is stored of those. */
export async function loadRegistry(tx: Tx, type: RecordType, probes: Probes): Promise<Registry> {
  const registry = new Registry(type);
  if (probes.isEmpty) return registry;
  const { ids, externalIds, emails, domains, names } = probes.lists();
  const systems = externalIds.map((externalId) => externalId.system);
  const theirIds = externalIds.map((externalId) => externalId.id);
  const matches = await tx.rows<MatchRow>(sql`
    select matched_by, probe, record_id from find_records(${type}, ${sql.param(ids)}::uuid[], ${sql.param(systems)}::text[],
      ${sql.param(theirIds)}::text[], ${sql.param(emails)}::text[], ${sql.param(domains)}::text[], ${sql.param(names)}::text[])`);
  if (matches.length === 0) return registry;
  const recordIds = [...new Set(matches.map((match) => match.record_id))];
  for (const row of await readStored(tx, type, recordIds)) registry.addStored(row);
  const texts: Record<string, readonly string[]> = { email: emails, domain: domains, name: names };
  for (const match of matches) {
    const slot = registry.slots.get(match.record_id);
    const position = match.probe - 1;
    if (!slot) continue;
    const externalId = externalIds[position];
    const text = texts[match.matched_by]?.[position];
    const id = ids[position];
    registry.addMatch(
      match.matched_by,
      { ...(externalId && { externalId }), ...(text && { text }), ...(id && { id }) },
      slot,
    );
  }
  return registry;
}

const nothing = sql.raw('null::text');
const identityColumns = {
  teammate: { email: sql.raw('lower(r.email)'), domain: nothing, name: sql.raw('r.name') },
  campaign: { email: nothing, domain: nothing, name: sql.raw('r.name') },
  product: { email: nothing, domain: nothing, name: sql.raw('r.name') },
  asset: { email: nothing, domain: nothing, name: sql.raw('r.title') },
  account: { email: nothing, domain: sql.raw('r.domain'), name: sql.raw('r.name') },
  contact: { email: sql.raw('lower(r.email)'), domain: nothing, name: sql.raw('r.name') },
  opportunity: { email: nothing, domain: nothing, name: sql.raw('r.name') },
} as const;

type StoredRow = {
  id: string;
  email: string | null;
  domain: string | null;
  name: string | null;
  account_id: string | null;
  account_source: AccountSource | null;
  stage: string | null;
  status: string | null;
  systems: string[] | null;
};

async function readStored(tx: Tx, type: RecordType, ids: readonly string[]) {
  const { email, domain, name } = identityColumns[type];
  const accountId = sql.raw(type === 'contact' || type === 'opportunity' ? 'r.account_id' : 'null::uuid');
  const accountSource = sql.raw(type === 'contact' ? 'r.account_source' : 'null::text');
  const stage = sql.raw(type === 'opportunity' ? 'r.stage' : 'null::text');
  const status = sql.raw(type === 'opportunity' ? 'r.status' : 'null::text');
  const rows = await tx.rows<StoredRow>(sql`
    select r.id, ${email} as email, ${domain} as domain, ${name} as name, ${accountId} as account_id,
      ${accountSource} as account_source, ${stage} as stage, ${status} as status,
      (select array_agg(distinct e.system) from external_id e where e.record_type = ${type} and e.record_id = r.id) as systems
    from ${sql.identifier(type)} r where r.id = any(${sql.param(ids)}::uuid[])`);
  return rows.map(({ account_id, account_source, systems, ...row }) => ({
    ...row,
    accountId: account_id,
    accountSource: account_source,
    systems: systems ?? [],
  }));
}
