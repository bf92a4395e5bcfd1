import { type SQL, sql } from '../../../platform/postgres/database.ts';
import type { RecordType, Slot } from './registry.ts';
import type { Session } from './session.ts';

type Column = {
  name: string;
  type: string;
  /** What a new row gets; `i` is the input. */
  insert?: string;
  /** What a stored row `t` becomes. */
  update?: string;
  /** Set on new rows alone; stored ones are brought in line by what derives it. */
  derived?: boolean;
};

const text = (name: string): Column => ({ name, type: 'text' });
const uuid = (name: string): Column => ({ name, type: 'uuid' });
const bigint = (name: string): Column => ({ name, type: 'bigint' });

const joinedName = (first: string, last: string) => `trim(concat_ws(' ', ${first}, ${last}))`;

const tables: Readonly<Record<RecordType, { columns: readonly Column[]; custom: boolean; dated: boolean }>> =
  {
    teammate: {
      columns: [text('name'), text('email'), text('side'), text('team')],
      custom: false,
      dated: false,
    },
    campaign: {
      columns: [
        ...['name', 'type', 'status', 'channel', 'objective', 'currency'].map(text),
        { name: 'starts_on', type: 'date' },
        { name: 'ends_on', type: 'date' },
        bigint('budget_minor'),
        bigint('cost_minor'),
        uuid('owner_id'),
      ],
      custom: true,
      dated: false,
    },
    product: {
      columns: [text('name'), text('family'), bigint('list_price_minor'), text('currency')],
      custom: false,
      dated: false,
    },
    asset: {
      columns: [
        ...['title', 'type', 'url'].map(text),
        { name: 'audience', type: 'text', insert: "coalesce(i.audience, 'buyer')" },
        { name: 'personas', type: 'text[]', insert: "coalesce(i.personas, '{}')" },
        { name: 'buying_stages', type: 'text[]', insert: "coalesce(i.buying_stages, '{}')" },
        uuid('campaign_id'),
      ],
      custom: false,
      dated: false,
    },
    account: {
      columns: [
        ...[
          'name',
          'domain',
          'website',
          'industry',
          'segment',
          'currency',
          'country',
          'city',
          'phone',
          'description',
        ].map(text),
        { name: 'employee_count', type: 'integer' },
        bigint('annual_revenue_minor'),
        uuid('parent_id'),
        uuid('owner_id'),
      ],
      custom: true,
      dated: true,
    },
    contact: {
      columns: [
        ...[
          'email',
          'first_name',
          'last_name',
          'title',
          'phone',
          'city',
          'country',
          'persona',
          'buying_role',
          'channel',
        ].map(text),
        {
          name: 'name',
          type: 'text',
          insert: `case when i.joins_name then ${joinedName('i.first_name', 'i.last_name')} else coalesce(i.name, '') end`,
          update: `case when i.joins_name then
          ${joinedName('coalesce(i.first_name, t.first_name)', 'coalesce(i.last_name, t.last_name)')} else coalesce(i.name, t.name) end`,
        },
        { name: 'account_id', type: 'uuid', update: unlessByHand('account_id') },
        { name: 'account_source', type: 'text', update: unlessByHand('account_source') },
        uuid('owner_id'),
        uuid('campaign_id'),
        {
          name: 'known_since',
          type: 'timestamptz',
          insert: 'i.created_at',
          update: 'least(t.known_since, i.created_at)',
        },
        { name: 'lifecycle_stage', type: 'text', derived: true },
        {
          name: 'lifecycle_status',
          type: 'text',
          insert: "coalesce(i.lifecycle_status, 'open')",
          derived: true,
        },
        { name: 'lifecycle_since', type: 'timestamptz', derived: true },
        { name: 'lifecycle_reason', type: 'text', derived: true },
        { name: 'reached_at', type: 'timestamptz[]', insert: "coalesce(i.reached_at, '{}')", derived: true },
        { name: 'last_interaction_at', type: 'timestamptz', derived: true },
        { name: 'channel_seen_at', type: 'timestamptz', update: saidByHand('channel') },
        { name: 'campaign_seen_at', type: 'timestamptz', update: saidByHand('campaign_id') },
      ],
      custom: true,
      dated: true,
    },
    opportunity: {
      columns: [
        ...['name', 'currency', 'stage', 'product'].map(text),
        { name: 'status', type: 'text', insert: "coalesce(i.status, 'open')" },
        bigint('amount_minor'),
        { name: 'opened_at', type: 'timestamptz' },
        { name: 'expected_close_on', type: 'date' },
        { name: 'closed_at', type: 'timestamptz' },
        uuid('account_id'),
        uuid('campaign_id'),
        uuid('owner_id'),
      ],
      custom: true,
      dated: true,
    },
  };

/** A link that somebody made by hand is theirs to change, also where they made it while the batch was being read. */
function unlessByHand(column: string): string {
  return `case when t.account_source = 'hand' then t.${column} else coalesce(i.${column}, t.${column}) end`;
}

function saidByHand(column: string): string {
  const seenAt = column === 'channel' ? 'channel_seen_at' : 'campaign_seen_at';
  return `case when i.${column} is null then t.${seenAt} end`;
}

/** Writes all records of one type: one insert, one update, one insert of external ids. Answers what was updated. */
export async function writeRecords(session: Session, type: RecordType): Promise<void> {
  const slots = [...session.registries[type].slots.values()];
  const fresh = slots.filter((slot) => slot.isNew);
  const touched = slots.filter((slot) => !slot.isNew && saysAnything(slot));
  if (fresh.length > 0) await session.tx.run(insertStatement(session, type, fresh));
  const updated =
    touched.length === 0
      ? []
      : await session.tx.rows<{ id: string }>(updateStatement(session, type, touched));
  const updatedIds = new Set(updated.map((row) => row.id));
  for (const slot of await attachExternalIds(session, type, slots)) updatedIds.add(slot.id);
  for (const slot of slots) settle(session, slot, updatedIds);
}

function saysAnything(slot: Slot): boolean {
  return (
    slot.createdAt !== undefined || Object.keys(slot.values).length > 0 || Object.keys(slot.custom).length > 0
  );
}

function settle(session: Session, slot: Slot, updatedIds: ReadonlySet<string>): void {
  for (const [position, input] of slot.inputs.entries()) {
    const changed = updatedIds.has(slot.id) || slot.isNew;
    const first = slot.isNew ? 'created' : 'updated';
    const outcome = !changed ? 'unchanged' : position === 0 ? first : input.adds ? 'updated' : 'unchanged';
    session.outcomes.set(input.key, { outcome, recordId: slot.id });
  }
}

function rowsOf(slots: readonly Slot[]): string {
  return JSON.stringify(
    slots.map((slot) => ({ id: slot.id, ...slot.values, custom: slot.custom, created_at: slot.createdAt })),
  );
}

function inputOf(type: RecordType, slots: readonly Slot[]): SQL {
  const joins = type === 'contact' ? [{ name: 'joins_name', type: 'boolean' }] : [];
  const columns = [...tables[type].columns, ...joins].map((column) => `${column.name} ${column.type}`);
  return sql`jsonb_to_recordset(${rowsOf(slots)}::jsonb) as i(id uuid, custom jsonb, created_at timestamptz, ${sql.raw(columns.join(', '))})`;
}

function insertStatement(session: Session, type: RecordType, slots: readonly Slot[]): SQL {
  const { columns, custom } = tables[type];
  const names = columns.map((column) => column.name);
  const values = columns.map((column) => column.insert ?? `i.${column.name}`);
  if (custom) {
    names.push('custom');
    values.push('i.custom');
  }
  return sql`insert into ${sql.identifier(type)} (id, workspace_id, created_at, updated_at, ${sql.raw(names.join(', '))})
    select i.id, ${session.workspaceId}::uuid, coalesce(i.created_at, ${session.now}::timestamptz), ${session.now}::timestamptz,
      ${sql.raw(values.join(', '))}
    from ${inputOf(type, slots)}`;
}

function updateStatement(session: Session, type: RecordType, slots: readonly Slot[]): SQL {
  const { columns, custom, dated } = tables[type];
  const stated = columns.filter((column) => !column.derived);
  const changes = stated.map(({ name, update }) => ({
    name,
    value: update ?? `coalesce(i.${name}, t.${name})`,
  }));
  if (custom) changes.push({ name: 'custom', value: 't.custom || i.custom' });
  if (dated) changes.push({ name: 'created_at', value: 'least(t.created_at, i.created_at)' });
  const assignments = changes.map(({ name, value }) => `${name} = ${value}`).join(', ');
  const before = changes.map(({ name }) => `t.${name}`).join(', ');
  const after = changes.map(({ value }) => value).join(', ');
  return sql`update ${sql.identifier(type)} t set ${sql.raw(assignments)}, updated_at = ${session.now}::timestamptz
    from ${inputOf(type, slots)}
    where t.id = i.id and (${sql.raw(before)}) is distinct from (${sql.raw(after)})
    returning t.id`;
}

async function attachExternalIds(
  session: Session,
  type: RecordType,
  slots: readonly Slot[],
): Promise<Slot[]> {
  const attached = slots.filter((slot) => slot.newExternalIds.length > 0);
  if (attached.length === 0) return [];
  const pairs = attached.flatMap((slot) =>
    slot.newExternalIds.map((externalId) => ({ ...externalId, recordId: slot.id })),
  );
  const systems = pairs.map((pair) => pair.system);
  const ids = pairs.map((pair) => pair.id);
  const recordIds = pairs.map((pair) => pair.recordId);
  await session.tx.run(sql`insert into external_id (workspace_id, record_type, system, external_id, record_id, created_at)
    select ${session.workspaceId}::uuid, ${type}, p.system, p.id, p.record_id, ${session.now}::timestamptz
    from unnest(${sql.param(systems)}::text[], ${sql.param(ids)}::text[], ${sql.param(recordIds)}::uuid[]) as p(system, id, record_id)
    on conflict do nothing`);
  return attached;
}
