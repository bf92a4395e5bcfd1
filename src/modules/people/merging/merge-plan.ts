import { type SQL, sql } from 'drizzle-orm/sql/sql';
import { AppError, notFound } from '../../../platform/errors.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { loadCustomFields } from '../fields/load-custom-fields.ts';
import { customPrefix, listFields } from '../lists/contract.ts';
import type { CustomValue } from '../records.ts';
import { type FieldValue, type LockedRecord, lockRecord, unspokenFields } from '../write-record.ts';
import type { MergeableType, MergeField } from './contract.ts';

export type Choices = Readonly<Record<string, 'kept' | 'merged'>>;

export type MergePlan = {
  recordType: MergeableType;
  kept: LockedRecord;
  merged: LockedRecord;
  fields: MergeField[];
};

/** Fields that go together: who takes over one takes over its companions. */
const companions: Readonly<Record<string, string>> = {
  accountId: 'accountSource',
  annualRevenueMinor: 'currency',
  channel: 'channelSeenAt',
  campaignId: 'campaignSeenAt',
};
/** Not to be chosen by themselves. */
const unchosen: ReadonlySet<string> = new Set([...unspokenFields, 'accountSource']);

/** Whose value stands, field by field: the chosen side's; else the kept one's, or the other's where that is blank. */
function winnerOf(
  kept: FieldValue,
  merged: FieldValue,
  choice: 'kept' | 'merged' | undefined,
): MergeField['wins'] {
  if (isBlank(kept) && isBlank(merged)) return 'same';
  if (kept === merged) return 'same';
  if (choice !== undefined) return choice;
  return isBlank(kept) ? 'merged' : 'kept';
}

function isBlank(value: FieldValue): boolean {
  return value === null || value === '';
}

/** Reads and holds both records, in the order of their ids so that two merges never wait for each other. */
export async function planMerge(options: {
  tx: Tx;
  recordType: MergeableType;
  keptId: string;
  mergedId: string;
  choices?: Choices | undefined;
}): Promise<MergePlan> {
  const { tx, recordType, keptId, mergedId, choices = {} } = options;
  if (keptId === mergedId) {
    throw new AppError('invalid_input', 'A record cannot be merged into itself. Choose another one.', {
      fields: [{ path: 'mergedId', message: 'the same as keptId' }],
    });
  }
  const records = new Map<string, LockedRecord>();
  for (const id of [keptId, mergedId].sort()) records.set(id, await lockRecord(tx, recordType, id));
  const kept = records.get(keptId);
  const merged = records.get(mergedId);
  if (!kept || !merged) throw notFound(recordType);
  const fields = await compareFields({ tx, recordType, kept, merged, choices });
  const unknown = Object.keys(choices).find((field) => !fields.some((one) => one.field === field));
  if (unknown !== undefined) {
    throw new AppError('invalid_input', `"${unknown}" is not a field in which the two have a value.`, {
      fields: [{ path: `choices.${unknown}`, message: 'nothing to choose' }],
    });
  }
  return { recordType, kept, merged, fields };
}

async function compareFields(options: {
  tx: Tx;
  recordType: MergeableType;
  kept: LockedRecord;
  merged: LockedRecord;
  choices: Choices;
}): Promise<MergeField[]> {
  const { tx, recordType, kept, merged, choices } = options;
  const labels = new Map(listFields[recordType].map((field) => [field.key, field.label]));
  const fields: MergeField[] = [];
  for (const field of Object.keys(kept.fields)) {
    if (unchosen.has(field)) continue;
    const sides = { kept: kept.fields[field] ?? null, merged: merged.fields[field] ?? null };
    if (isBlank(sides.kept) && isBlank(sides.merged)) continue;
    const wins = winnerOf(sides.kept, sides.merged, choices[field]);
    fields.push({
      field,
      label: labels.get(field) ?? labelOf(field),
      ...sides,
      keptLabel: null,
      mergedLabel: null,
      wins,
    });
  }
  for (const custom of await loadCustomFields(tx, recordType)) {
    const field = `${customPrefix}${custom.key}`;
    const sides = { kept: kept.custom[custom.key] ?? null, merged: merged.custom[custom.key] ?? null };
    if (isBlank(sides.kept) && isBlank(sides.merged)) continue;
    const label = (value: CustomValue) =>
      custom.options.find((option) => option.value === value)?.label ?? null;
    fields.push({
      field,
      label: custom.label,
      ...sides,
      keptLabel: label(sides.kept),
      mergedLabel: label(sides.merged),
      wins: winnerOf(sides.kept, sides.merged, choices[field]),
    });
  }
  return nameReferences(tx, fields);
}

/** `firstName` → `First name`, for fields that lists do not show. */
function labelOf(field: string): string {
  const words = field.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const referenced: Readonly<Record<string, SQL>> = {
  accountId: sql`account`,
  parentId: sql`account`,
  ownerId: sql`teammate`,
  campaignId: sql`campaign`,
};

async function nameReferences(tx: Tx, fields: readonly MergeField[]): Promise<MergeField[]> {
  const named: MergeField[] = [];
  for (const field of fields) {
    const table = referenced[field.field];
    if (!table) {
      named.push(field);
      continue;
    }
    const ids = [field.kept, field.merged].filter((id) => typeof id === 'string');
    const rows = await tx.rows<{ id: string; name: string }>(
      sql`select id, name from ${table} where id = any(${`{${ids.join(',')}}`}::uuid[])`,
    );
    const nameOf = (id: CustomValue) => rows.find((row) => row.id === id)?.name ?? null;
    named.push({ ...field, keptLabel: nameOf(field.kept), mergedLabel: nameOf(field.merged) });
  }
  return named;
}

/** The values that the kept record takes over from the other. */
export function takenValues(plan: MergePlan): {
  values: Record<string, FieldValue>;
  custom: Record<string, CustomValue>;
} {
  const values: Record<string, FieldValue> = {};
  const custom: Record<string, CustomValue> = {};
  for (const field of plan.fields) {
    if (field.wins !== 'merged') continue;
    if (field.field.startsWith(customPrefix)) custom[field.field.slice(customPrefix.length)] = field.merged;
    else values[field.field] = field.merged;
    const companion = companions[field.field];
    if (companion !== undefined && companion in plan.merged.fields) {
      values[companion] = plan.merged.fields[companion] ?? null;
    }
  }
  const knownSince = earlier(plan.kept.fields.knownSince, plan.merged.fields.knownSince);
  if (knownSince !== null) values.knownSince = knownSince;
  // A company does not become its own parent when its parent is merged into it.
  if (values.parentId === plan.kept.id) delete values.parentId;
  return { values, custom };
}

/** The person has been known since the earlier of the two times; null where the kept one's is it. */
function earlier(kept: FieldValue | undefined, merged: FieldValue | undefined): string | null {
  if (typeof merged !== 'string') return null;
  return typeof kept !== 'string' || Date.parse(merged) < Date.parse(kept) ? merged : null;
}
