import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyNull, logColumns } from './copy-text.ts';
import type { Entry } from './entry.ts';
import { type KnownRecords, keyIn } from './known-records.ts';

const copyStatement = `copy interaction (${logColumns.join(', ')}) from stdin`;

/**
 * Appends the entries to the log, runs the statements of `closing` and commits, all as one message to PostgreSQL: while
 * the log is held, and nobody else can append, nothing goes back and forth.
 */
export async function commitWithLog(options: {
  client: pg.Client;
  entries: readonly Entry[];
  profiles: ReadonlyMap<string, string>;
  known: KnownRecords;
  closing: readonly string[];
}): Promise<{ remember: () => void }> {
  const { client, entries, profiles, known, closing } = options;
  const { campaigns, remember } = await findCampaigns(client, entries, known);
  let text = '';
  for (const { line, workspaceId, profileKey, campaignName } of entries) {
    if (line === null) continue;
    const profile = profileKey === null ? undefined : profiles.get(keyIn(workspaceId, profileKey));
    const campaign = campaignName === null ? null : campaigns.get(campaignKey(workspaceId, campaignName));
    text += `${line}\t${profile ?? copyNull}\t${campaign ?? copyNull}\n`;
  }
  const end = [...closing, 'commit'];
  if (text === '') await client.query(end.join('; '));
  else {
    const stream = client.query(copyFrom([copyStatement, ...end].join('; ')));
    stream.end(text);
    await finished(stream);
  }
  return { remember };
}

function campaignKey(workspaceId: string, name: string): string {
  return keyIn(workspaceId, name.toLowerCase());
}

/** Campaigns by the name that utm_campaign says; names of no campaign are remembered too. */
async function findCampaigns(
  client: pg.Client,
  entries: readonly Entry[],
  known: KnownRecords,
): Promise<{ campaigns: ReadonlyMap<string, string | null>; remember: () => void }> {
  const campaigns = new Map<string, string | null>();
  const unknown = new Map<string, { workspaceId: string; name: string }>();
  for (const { line, workspaceId, campaignName } of entries) {
    if (line === null || campaignName === null) continue;
    const key = campaignKey(workspaceId, campaignName);
    if (campaigns.has(key)) continue;
    const id = known.campaigns.get(key);
    campaigns.set(key, id ?? null);
    if (id === undefined) unknown.set(key, { workspaceId, name: campaignName });
  }
  if (unknown.size > 0) {
    const asked = [...unknown.values()];
    const { rows } = await client.query<{ n: number; id: string }>({
      name: 'tracking-campaigns',
      text: `select i.n::int as n, c.id from unnest($1::uuid[], $2::text[]) with ordinality as i(w, name, n)
        join campaign c on c.workspace_id = i.w and lower(c.name) = lower(i.name) order by c.id desc`,
      values: [asked.map((each) => each.workspaceId), asked.map((each) => each.name)],
    });
    const keys = [...unknown.keys()];
    // The oldest of a name comes last and stays.
    for (const { n, id } of rows) campaigns.set(keys[n - 1] ?? '', id);
  }
  return {
    campaigns,
    remember: () => {
      for (const key of unknown.keys()) known.campaigns.set(key, campaigns.get(key) ?? null);
    },
  };
}
