import type pg from 'pg';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { type FedKind, VersionedFeed } from '../../interactions/index.ts';
import { readSuccessors } from './load-lead-histories.ts';
import { readAccounts, readContacts, readDeals } from './read-records.ts';
import type { RecordType } from './record-facts.ts';
import { accountLines, dealLines, leadLines, markLine } from './state-lines.ts';

/**
 * Tells ClickHouse what was known of each person, company and deal when. A record's past only grows, so that what is
 * told anew replaces all of it.
 */
export class LeadFeed extends VersionedFeed {
  constructor(clickhouse: ClickHouse) {
    super(clickhouse, {
      queue: 'lead_change',
      progress: 'lead_projection',
      kinds: [
        fed('contact', 'lead_state', async (client, ids, version) => {
          const contacts = await readContacts(client, ids);
          const accountIds = contacts.flatMap((one) =>
            one.states.flatMap(({ accountId }) => accountId ?? []),
          );
          const successors = await readSuccessors(client, [...new Set(accountIds)]);
          return contacts.flatMap((one) => leadLines(one, successors, version));
        }),
        fed('account', 'account_state', async (client, ids, version) =>
          (await readAccounts(client, ids)).flatMap((one) => accountLines(one, version)),
        ),
        fed('opportunity', 'deal_state', async (client, ids, version) =>
          (await readDeals(client, ids)).flatMap((one) => dealLines(one, version)),
        ),
      ],
      blockRows: 5_000,
    });
  }

  override async begin(client: pg.PoolClient): Promise<void> {
    await this.#forgetLostInteractions();
    await super.begin(client);
  }

  override async rebuild(client: pg.PoolClient): Promise<void> {
    await super.rebuild(client);
    // Whoever asks next makes the interactions of leads anew.
    await this.command('truncate table lead_interaction_progress');
  }

  /** Progress without the rows that it speaks of, after the engine lost files: they are made anew. */
  async #forgetLostInteractions(): Promise<void> {
    const result = await this.clickhouse.query({
      query: `select count() = 0 and (select max(position) from lead_interaction_progress) > 0 as lost
        from lead_interaction`,
      format: 'JSONEachRow',
    });
    const [row] = await result.json<{ lost: number }>();
    if (row?.lost) await this.command('truncate table lead_interaction_progress');
  }
}

const fed = (kind: RecordType, table: string, linesOf: FedKind['linesOf']): FedKind => ({
  kind,
  table,
  linesOf,
  idsAfter: `select id from ${kind} where id > $1 order by id limit $2`,
  mark: (version) => markLine(kind, version),
});
