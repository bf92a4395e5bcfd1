import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';

/** A person as a test needs them: since when known, which stages reached when, when they looked at the prices. */
export type MadeLead = {
  key: string;
  knownAt: string;
  reached: Record<string, string>;
  looks: readonly string[];
  title?: string;
};

const nil = '00000000-0000-0000-0000-000000000000';

/** A workspace whose facts are put into ClickHouse as the feed would. Days without a time are noon. */
export async function backtestWorkspace(services: TestServices) {
  const { workspaceId } = await createTestWorkspace(services);
  const ids = new Map<string, string>();
  const company = async (leads: readonly MadeLead[]) => {
    for (const lead of leads) ids.set(lead.key, newId());
    const idOf = (lead: MadeLead) => ids.get(lead.key) ?? nil;
    await services.clickhouse.insert({
      table: 'lead_state',
      format: 'JSONEachRow',
      values: leads.map((lead) => ({
        workspace_id: workspaceId,
        contact_id: idOf(lead),
        valid_from: '1900-01-01 00:00:00',
        valid_to: '2299-12-31 00:00:00',
        known_at: noon(lead.knownAt),
        created_at: noon(lead.knownAt),
        account_id: nil,
        title: lead.title ?? '',
        campaign_id: nil,
        owner_id: nil,
        reached: Object.fromEntries(Object.entries(lead.reached).map(([stage, day]) => [stage, noon(day)])),
        gone: false,
        version: 1,
      })),
    });
    await services.clickhouse.insert({
      table: 'lead_interaction',
      format: 'JSONEachRow',
      values: leads.flatMap((lead) =>
        lead.looks.map((day) => ({
          workspace_id: workspaceId,
          person_id: idOf(lead),
          at: noon(day),
          id: newId(),
          kind: 'content',
          type: 'page_view',
          counted: true,
          campaign_id: nil,
          asset_id: nil,
          topics: [],
          page: 'example.com/pricing',
          completion_percent: -1,
          profile_id: nil,
        })),
      ),
    });
  };
  return { workspaceId, company, idOf: (key: string) => ids.get(key) ?? nil };
}

const noon = (day: string): string => (day.includes('T') ? day : `${day}T12:00:00Z`);
