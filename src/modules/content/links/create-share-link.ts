import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { appendInteractions, type NewInteraction } from '../../interactions/index.ts';
import { ownTeammate } from '../../people/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import { checkGates, type Gates } from './check-gates.ts';
import { requirePeople, requireShareable, type SharedAsset, type SharedWith } from './check-shared.ts';
import type { CreatedLink, ShareLink } from './contract.ts';
import { loadLink } from './load-links.ts';
import { hashPasscode, makePasscode } from './passcode.ts';
import { isSlugTaken, makeSlug, slugTaken } from './slug.ts';
import type { LinkStep } from './step.ts';

export type NewShareLink = {
  assetIds: readonly string[];
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
  handoffId?: string | undefined;
  title?: string | undefined;
  note?: string | null | undefined;
  message?: string | null | undefined;
  emailGate?: Gates['emailGate'] | undefined;
  passcode?: string | undefined;
  makePasscode?: boolean | undefined;
  allowed?: readonly string[] | undefined;
  denied?: readonly string[] | undefined;
  expiresAt?: Date | null | undefined;
  mayDownload?: boolean | undefined;
  watermark?: boolean | undefined;
  slug?: string | undefined;
  guessable?: boolean | undefined;
  sentBy?: ShareLink['sentBy'] | undefined;
};

/** What the row of the log says of itself. */
const shareSource = 'share';

/**
 * Makes a way to read pieces, for a person or for whoever has it. In the same transaction each piece's share is
 * written to the log, from which the ledger of what they know from us and the use by sales are read.
 */
export async function createShareLink(step: LinkStep, input: NewShareLink): Promise<CreatedLink> {
  const { tx, workspaceId, actor, userId, now, config } = step;
  const gates: Gates = {
    emailGate: input.emailGate ?? 'none',
    allowed: input.allowed ?? [],
    denied: input.denied ?? [],
    expiresAt: input.expiresAt ?? null,
  };
  checkGates(gates, { config, now, checksExpiry: true });
  const assets = await requireShareable(tx, input.assetIds);
  const people = await requirePeople(tx, input);
  const slug = await takeSlug(step, input);
  const passcode = input.passcode ?? (input.makePasscode ? makePasscode() : null);
  const link = { id: newId(), slug, title: input.title ?? titleOf(assets), ...people };
  const teammateId = userId === null ? null : await ownTeammate({ ...step, userId });
  const rows = assets.map((asset) => logRowOf({ ...link, sentBy: input.sentBy }, asset, teammateId, now));
  await tx.run(sql`insert into share_link (id, workspace_id, slug, title, note, message, contact_id, account_id,
      opportunity_id, handoff_id, created_by_user, created_by, teammate_id, created_at, email_gate, passcode_hash, allowed,
      denied, expires_at, may_download, watermark, sent_by, interaction_id)
    values (${link.id}, ${workspaceId}, ${slug}, ${link.title}, ${input.note ?? null}, ${input.message ?? null},
      ${people.contactId}, ${people.accountId}, ${people.opportunityId}, ${input.handoffId ?? null}, ${userId},
      ${actor.name}, ${teammateId}, ${now}, ${gates.emailGate}, ${passcode === null ? null : await hashPasscode(passcode)},
      ${sql.param([...gates.allowed])}, ${sql.param([...gates.denied])}, ${gates.expiresAt}, ${input.mayDownload ?? false},
      ${input.watermark ?? false}, ${input.sentBy ?? 'copied'}, ${rows[0]?.id ?? null})`);
  await tx.run(sql`insert into share_link_asset (workspace_id, link_id, asset_id, position, interaction_id)
    select ${workspaceId}::uuid, ${link.id}::uuid, a.asset_id, a.position, a.id
    from jsonb_to_recordset(${JSON.stringify(rows.map(({ id, assetId }, position) => ({ id, asset_id: assetId, position })))}::jsonb)
      as a(id uuid, asset_id uuid, position integer)`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'share_link.created',
    recordType: 'share_link',
    recordId: link.id,
    recordLabel: link.title,
    changes: {
      pieces: { from: null, to: assets.map(({ title }) => title) },
      for: { from: null, to: people.contactName ?? 'whoever has the address' },
    },
  });
  const made = await loadLink(step, link.id);
  await appendInteractions({ tx, workspaceId, now, rows });
  return { ...made, passcode };
}

/** The words alone are an address that can be guessed, so never one for somebody by name. */
async function takeSlug(step: LinkStep, input: NewShareLink): Promise<string> {
  const { slug: words, guessable, contactId } = input;
  if (guessable && contactId !== undefined) {
    throw new AppError(
      'invalid_input',
      'An address that can be guessed is for open links alone. Leave its random part, or name nobody.',
      { fields: [{ path: 'guessable', message: 'not for a named person' }] },
    );
  }
  const slug = makeSlug({ words, guessable });
  if (await isSlugTaken(step.tx, slug)) throw slugTaken(slug);
  return slug;
}

function titleOf(assets: readonly SharedAsset[]): string {
  const [first, ...others] = assets.map(({ title }) => title);
  const more =
    others.length === 0 ? '' : others.length === 1 ? ' and one more' : ` and ${others.length} more`;
  return `${(first ?? '').slice(0, 180)}${more}`;
}

function logRowOf(
  link: SharedWith & { id: string; title: string; sentBy?: ShareLink['sentBy'] | undefined },
  asset: SharedAsset,
  teammateId: string | null,
  now: Date,
): NewInteraction {
  return {
    id: newId(),
    kind: 'person',
    type: 'asset_shared',
    occurredAt: now,
    direction: 'outbound',
    contactId: link.contactId,
    accountId: link.accountId,
    opportunityId: link.opportunityId,
    teammateId,
    assetId: asset.id,
    subject: asset.title,
    properties: { linkId: link.id, linkTitle: link.title, sentBy: link.sentBy ?? 'copied' },
    source: shareSource,
    externalId: `${link.id}:${asset.id}`,
  };
}
