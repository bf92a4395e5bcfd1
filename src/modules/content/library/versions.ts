import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { VersionFormat } from '../words.ts';

/** What a version is made of. A file lies in the store already, under the key of its version. */
export type VersionSource =
  | { kind: 'address'; url: string; format: 'page' | 'link' }
  | {
      kind: 'file';
      versionId: string;
      fileKey: string;
      fileName: string;
      format: VersionFormat;
      mediaType: string;
      bytes: number;
      sha256: string;
    };

export type SameBytes = { assetId: string; title: string; versionNumber: number };

/** The version of whichever piece that is made of the very same bytes. */
export async function findSameBytes(tx: Tx, sha256: string): Promise<SameBytes | null> {
  return tx.first<SameBytes>(sql`select a.id as "assetId", a.title, v.number as "versionNumber"
    from asset_version v join asset a on a.id = v.asset_id
    where v.sha256 = ${sha256} and v.state <> 'refused' order by v.created_at, v.id limit 1`);
}

type HeldAsset = { id: string; title: string; url: string | null; retiredAt: Date | null };

/** Holds a piece, so that what changes it goes one after the other. */
export async function holdAsset(tx: Tx, assetId: string): Promise<HeldAsset> {
  const held = await tx.first<HeldAsset>(sql`select id, title, url, retired_at as "retiredAt" from asset
    where id = ${assetId} for no key update`);
  if (held === null) throw notFound('piece');
  return held;
}

/** Foreign keys see through row-level security: whoever is named must be one of the workspace's own. */
export async function requireNamed(
  tx: Tx,
  named: { ownerId?: string | null | undefined; campaignId?: string | null | undefined },
): Promise<void> {
  const { ownerId, campaignId } = named;
  if (ownerId && !(await tx.first(sql`select 1 from teammate where id = ${ownerId}`)))
    throw notFound('teammate');
  if (campaignId && !(await tx.first(sql`select 1 from campaign where id = ${campaignId}`)))
    throw notFound('campaign');
}

/** An upload or an address, exactly one. */
export function requireOneSource(input: { uploadId?: string | undefined; url?: string | undefined }): void {
  if ((input.uploadId === undefined) === (input.url === undefined)) {
    throw new AppError('invalid_input', 'Give a file that went up, or an address: one of the two.', {
      fields: [{ path: 'url', message: 'a file or an address' }],
    });
  }
}
