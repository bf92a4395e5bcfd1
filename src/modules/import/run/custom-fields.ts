import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { FieldOption, KnownField, PlannedField } from '../mapping/custom-plan.ts';
import { customTypes } from '../mapping/fields.ts';

/** The workspace's custom fields as a mapping needs to know them. */
export async function readKnownFields(tx: Tx): Promise<KnownField[]> {
  const rows = await tx.rows<{ recordType: string; key: string; type: string; options: FieldOption[] }>(
    sql`select record_type as "recordType", key, type, options from custom_field`,
  );
  return rows.flatMap((row) => {
    const type = customTypes.find((each) => each === row.type);
    return type ? [{ ...row, type }] : [];
  });
}

export type NeededField = { field: PlannedField; options: readonly FieldOption[] };

// What a field may hold; a column with more different values is no list of options.
const maxOptions = 500;

/** Makes the custom fields that are not there yet, and adds options that rows brought, in the rows' own transaction. */
export async function ensureCustomFields(
  tx: Tx,
  options: { workspaceId: string; needed: readonly NeededField[] },
): Promise<void> {
  const { workspaceId, needed } = options;
  if (needed.length === 0) return;
  const fields = needed.map(({ field, options: brought }) => ({
    id: newId(),
    record_type: field.recordType,
    key: field.key,
    label: field.label,
    type: field.type,
    options: merged(field.options, brought),
  }));
  await tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type, options, position)
    select f.id, ${workspaceId}::uuid, f.record_type, f.key, f.label, f.type, f.options,
      coalesce((select max(position) from custom_field c where c.record_type = f.record_type), -1) + f.place
    from jsonb_to_recordset(${JSON.stringify(fields.map((field, place) => ({ ...field, place: place + 1 })))}::jsonb)
      as f(id uuid, record_type text, key text, label text, type text, options jsonb, place integer)
    on conflict (workspace_id, record_type, key) do nothing`);
  for (const field of fields) {
    if (field.type === 'option' && field.options.length > 0) await addOptions(tx, field);
  }
}

async function addOptions(
  tx: Tx,
  field: { record_type: string; key: string; options: FieldOption[] },
): Promise<void> {
  const stored = await tx.first<{ options: FieldOption[] }>(
    sql`select options from custom_field where record_type = ${field.record_type} and key = ${field.key} for update`,
  );
  const options = merged(stored?.options ?? [], field.options);
  if (options.length === (stored?.options ?? []).length) return;
  await tx.run(sql`update custom_field set options = ${JSON.stringify(options)}::jsonb
    where record_type = ${field.record_type} and key = ${field.key}`);
}

function merged(first: readonly FieldOption[], second: readonly FieldOption[]): FieldOption[] {
  const byValue = new Map<string, FieldOption>();
  for (const option of [...first, ...second])
    if (!byValue.has(option.value)) byValue.set(option.value, option);
  return [...byValue.values()].slice(0, maxOptions);
}
