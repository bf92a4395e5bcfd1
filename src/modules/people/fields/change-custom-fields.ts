import type { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { CustomField, fieldsContract } from './contract.ts';
import { loadCustomFields } from './load-custom-fields.ts';

type InputOf<Operation extends keyof typeof fieldsContract> = z.infer<
  NonNullable<(typeof fieldsContract)[Operation]['~orpc']['inputSchema']>
>;
type Context = { tx: Tx; workspaceId: string; actor: Actor };

/** More than a CRM's widest export has (177), and still quick to validate against. */
const maxFields = 1_000;

export async function createCustomField(
  options: Context & { input: InputOf<'create'> },
): Promise<CustomField> {
  const { tx, workspaceId, actor, input } = options;
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`custom_field:${workspaceId}`}, 0))`);
  const existing = await loadCustomFields(tx, input.recordType);
  const key = input.key ?? freeKey(input.label, new Set(existing.map((field) => field.key)));
  if (existing.some((field) => field.key === key)) {
    throw new AppError(
      'conflict',
      `There is already a field "${key}" on ${input.recordType} records. Choose another key.`,
      {
        fields: [{ path: 'key', message: 'taken' }],
      },
    );
  }
  if (existing.length >= maxFields) {
    throw new AppError(
      'unprocessable',
      `There are ${maxFields} custom fields already; that is the most a record can have.`,
    );
  }
  const field: CustomField = {
    id: newId(),
    recordType: input.recordType,
    key,
    label: input.label,
    type: input.type,
    options: checkOptions(input.type, input.options ?? []),
    position: (existing.at(-1)?.position ?? -1) + 1,
  };
  await tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type, options, position)
    values (${field.id}, ${workspaceId}, ${field.recordType}, ${field.key}, ${field.label}, ${field.type},
      ${JSON.stringify(field.options)}::jsonb, ${field.position})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'custom_field.created',
    recordType: 'custom_field',
    recordId: field.id,
    recordLabel: field.label,
    changes: {
      recordType: { from: null, to: field.recordType },
      key: { from: null, to: key },
      type: { from: null, to: field.type },
    },
  });
  return field;
}

export async function updateCustomField(
  options: Context & { input: InputOf<'update'> },
): Promise<CustomField> {
  const { tx, workspaceId, actor, input } = options;
  const before = (await loadCustomFields(tx)).find((field) => field.id === input.customFieldId);
  if (!before) throw notFound('custom field');
  const after: CustomField = {
    ...before,
    label: input.label ?? before.label,
    options: input.options ? checkOptions(before.type, input.options) : before.options,
  };
  await refuseRemovalOfUsed(tx, before, after);
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  if (after.label !== before.label) changes.label = { from: before.label, to: after.label };
  if (JSON.stringify(after.options) !== JSON.stringify(before.options)) {
    changes.options = { from: before.options, to: after.options };
  }
  if (Object.keys(changes).length === 0) return before;
  await tx.run(sql`update custom_field set label = ${after.label}, options = ${JSON.stringify(after.options)}::jsonb
    where id = ${after.id}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'custom_field.updated',
    recordType: 'custom_field',
    recordId: after.id,
    recordLabel: after.label,
    changes,
  });
  return after;
}

export async function reorderCustomFields(
  options: Context & { input: InputOf<'reorder'> },
): Promise<CustomField[]> {
  const { tx, workspaceId, actor, input } = options;
  const before = await loadCustomFields(tx, input.recordType);
  const wanted = new Set(input.customFieldIds);
  if (wanted.size !== before.length || before.some((field) => !wanted.has(field.id))) {
    throw new AppError(
      'invalid_input',
      'The order must name each custom field of this kind of record once. Load them again.',
      {
        fields: [{ path: 'customFieldIds', message: `there are ${before.length} fields` }],
      },
    );
  }
  await tx.run(sql`update custom_field f set position = p.n - 1
    from unnest(${`{${input.customFieldIds.join(',')}}`}::uuid[]) with ordinality as p(id, n) where f.id = p.id`);
  const after = await loadCustomFields(tx, input.recordType);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'custom_field.reordered',
    recordType: 'custom_field',
    recordLabel: input.recordType,
    changes: { order: { from: before.map((field) => field.key), to: after.map((field) => field.key) } },
  });
  return after;
}

function checkOptions(type: CustomField['type'], options: CustomField['options']): CustomField['options'] {
  const refuse = (message: string) =>
    new AppError('invalid_input', message, { fields: [{ path: 'options', message }] });
  if (type !== 'option') {
    if (options.length > 0) throw refuse('Only a field of type option has options.');
    return [];
  }
  if (options.length === 0) throw refuse('A field of type option needs at least one option.');
  const values = new Set(options.map((option) => option.value.toLowerCase()));
  if (values.size < options.length) throw refuse('Two options have the same value.');
  return options;
}

async function refuseRemovalOfUsed(tx: Tx, before: CustomField, after: CustomField): Promise<void> {
  const kept = new Set(after.options.map((option) => option.value));
  const removed = before.options.filter((option) => !kept.has(option.value));
  if (removed.length === 0) return;
  const tables = {
    contact: sql`contact`,
    account: sql`account`,
    opportunity: sql`opportunity`,
    campaign: sql`campaign`,
  };
  const values = sql`array[${sql.join(
    removed.map((option) => sql`${option.value}`),
    sql`, `,
  )}]::text[]`;
  const used = await tx.first<{ value: string }>(sql`select custom ->> ${before.key}::text as value
    from ${tables[before.recordType]} where custom ->> ${before.key}::text = any(${values}) limit 1`);
  if (!used) return;
  throw new AppError(
    'conflict',
    `Records still hold the option "${used.value}". Give them another value first, or rename the option.`,
    {
      fields: [{ path: 'options', message: `"${used.value}" is in use` }],
    },
  );
}

/** A key as code can write it: `Größe (m²)` → `gro_e_m`; with a number behind it where that is taken. */
function freeKey(label: string, taken: ReadonlySet<string>): string {
  const plain = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 58);
  const base = plain === '' ? 'field' : plain;
  for (let n = 1; n <= maxFields + 1; n += 1) {
    const key = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(key)) return key;
  }
  throw new AppError('unprocessable', 'No free key was found for this label. Give a key of your own.');
}
