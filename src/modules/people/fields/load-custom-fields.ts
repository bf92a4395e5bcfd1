import { z } from 'zod';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { CustomField } from './contract.ts';
import { customFieldTypes, customRecordTypes } from './contract.ts';

const row = z.object({
  id: z.string(),
  recordType: z.enum(customRecordTypes),
  key: z.string(),
  label: z.string(),
  type: z.enum(customFieldTypes),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  position: z.number(),
});

/** The workspace's custom fields in their order: of one kind of record, or of all. */
export async function loadCustomFields(
  tx: Tx,
  recordType?: CustomField['recordType'],
): Promise<CustomField[]> {
  const rows = await tx.rows(sql`select id, record_type as "recordType", key, label, type, options, position
    from custom_field where ${recordType === undefined ? sql`true` : sql`record_type = ${recordType}`}
    order by record_type, position, created_at, id`);
  return z.array(row).parse(rows);
}
