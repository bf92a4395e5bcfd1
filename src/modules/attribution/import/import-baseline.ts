import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** What marketing is held against, as a source of records knows it. What somebody chose here stays. */
export async function importBaseline(
  tx: Tx,
  options: {
    workspaceId: string;
    now: Date;
    by: string;
    channel: string;
    name: string;
    source: string;
    /** Channels that are sales' own. */
    salesChannels: readonly string[];
  },
): Promise<void> {
  const { workspaceId, now, by, channel, name, source, salesChannels } = options;
  const folded = salesChannels.map((each) => each.toLowerCase());
  await tx.run(sql`
    insert into value_setting (workspace_id, baseline_kind, baseline_channel, baseline_name, source, sales_channels,
      updated_at, updated_by)
    values (${workspaceId}, 'channel', ${channel.toLowerCase()}, ${name}, ${source}, ${sql.param(folded)}::text[],
      ${now}, ${by})
    on conflict do nothing`);
}
