import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest } from '../ingest/ingest.ts';
import type { AccountInput } from '../ingest/types.ts';
import { companyNameOf, isFreeMailDomain, registrableDomain } from '../matching/domains.ts';
import { trackingSystem } from './link-users.ts';
import { texts } from './read-facts.ts';

export type NamedCompany = {
  key: string;
  /** The id of a group, which from then on is the account's. */
  groupId?: string | undefined;
  name?: string | undefined;
  domain?: string | undefined;
};

type Options = { tx: Tx; workspaceId: string; now: Date };

/**
 * The account of each company that a tracker named: who carries the group's id, else the one of that domain, else of
 * exactly that name, else a new one through ingest. What is there is not written over.
 */
export async function resolveAccounts(
  options: Options,
  companies: readonly NamedCompany[],
): Promise<Map<string, string>> {
  if (companies.length === 0) return new Map();
  const wanted = companies.map((company) => ({ ...company, domain: domainOf(company.domain) }));
  const found = await find(options.tx, wanted);
  const missing = wanted.filter(({ key, ...company }) => !found.has(key) && nameOf(company) !== undefined);
  for (const [key, id] of await create(options, missing)) found.set(key, id);
  await carryGroups(options, wanted, found);
  return found;
}

function domainOf(address: string | undefined): string | undefined {
  const domain = address === undefined ? null : registrableDomain(address);
  return domain === null || isFreeMailDomain(domain) ? undefined : domain;
}

function nameOf(company: Omit<NamedCompany, 'key'>): string | undefined {
  return company.name ?? (company.domain === undefined ? company.groupId : companyNameOf(company.domain));
}

async function find(tx: Tx, wanted: readonly NamedCompany[]): Promise<Map<string, string>> {
  const groups = [...new Set(wanted.flatMap(({ groupId }) => groupId ?? []))];
  const domains = [...new Set(wanted.flatMap(({ domain }) => domain ?? []))];
  const names = [...new Set(wanted.flatMap(({ name }) => name ?? []))];
  const rows = await tx.rows<{ matched_by: string; probe: number; record_id: string }>(sql`
    select matched_by, probe, record_id from find_records('account', '{}', ${texts(groups.map(() => trackingSystem))},
      ${texts(groups)}, '{}', ${texts(domains)}, ${texts(names)})`);
  const by = (how: string, list: readonly string[]) => {
    const ids = new Map<string, string>();
    for (const { matched_by, probe, record_id } of rows) {
      const text = list[probe - 1];
      if (matched_by === how && text !== undefined && !ids.has(text)) ids.set(text, record_id);
    }
    return ids;
  };
  const byGroup = by('external_id', groups);
  const byDomain = by('domain', domains);
  const byName = by('name', names);
  const found = new Map<string, string>();
  for (const { key, groupId, domain, name } of wanted) {
    const id =
      (groupId === undefined ? undefined : byGroup.get(groupId)) ??
      (domain === undefined ? undefined : byDomain.get(domain)) ??
      (name === undefined ? undefined : byName.get(name));
    if (id !== undefined) found.set(key, id);
  }
  return found;
}

async function create(options: Options, missing: readonly NamedCompany[]): Promise<Map<string, string>> {
  if (missing.length === 0) return new Map();
  const accounts = missing.map(({ key, groupId, ...company }): AccountInput => {
    const name = nameOf({ ...company, groupId });
    return {
      key,
      ...(name === undefined ? {} : { name }),
      ...(company.domain === undefined ? {} : { domain: company.domain }),
    };
  });
  const { outcomes } = await ingest(options.tx, {
    workspaceId: options.workspaceId,
    system: trackingSystem,
    actorName: 'Tracking',
    now: options.now,
    batch: { accounts },
  });
  return new Map(
    [...outcomes].flatMap(([key, { recordId }]) => (recordId === null ? [] : [[key, recordId] as const])),
  );
}

/** The next fact of the same group then finds its account by the id, whatever it says of its name. */
async function carryGroups(
  { tx, workspaceId, now }: Options,
  wanted: readonly NamedCompany[],
  found: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = wanted.flatMap(({ key, groupId }) => {
    const accountId = found.get(key);
    return groupId === undefined || accountId === undefined
      ? []
      : [{ group_id: groupId, account_id: accountId }];
  });
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into external_id (workspace_id, record_type, system, external_id, record_id, created_at)
    select ${workspaceId}::uuid, 'account', ${trackingSystem}, i.group_id, i.account_id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(group_id text, account_id uuid)
    on conflict do nothing`);
}
