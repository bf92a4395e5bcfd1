import { createHash } from 'node:crypto';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import {
  type ImportedDocument,
  type ImportedLink,
  type ImportedVisit,
  importDocuments,
  importLinks,
  importRequests,
  importVisits,
  storeDocuments,
} from '../content/index.ts';
import { idsOfCast } from './ids-of-cast.ts';
import { descriptions } from './papers/descriptions.ts';
import { outlines } from './papers/outlines.ts';
import { paperOf, textOfPage } from './papers/paper-of.ts';
import { paperSize, writePaper } from './papers/write-paper.ts';
import { openLinks } from './simulator/shared-reading.ts';
import type {
  Asset,
  AssetVersion,
  SimulatedLink,
  SimulatedReading,
  SimulatedVisit,
  SimulationCast,
} from './simulator/types.ts';
import { reasonCodes } from './translate-story.ts';

type WrittenDocument = Omit<ImportedDocument, 'assetId'> & { asset: Asset };

/** The same for the same thing in the same workspace, so that to load again finds it. */
function idOf(workspaceId: string, name: string): string {
  const hex = createHash('sha256').update(`sample:${workspaceId}:${name}`).digest('hex');
  // A UUID of version 8: its bits are whatever their maker says.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const versionName = (assetId: string, number: number) => `version:${assetId}:${number}`;
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Writes the documents of the library to the file store, before the transaction that names them. */
export async function writeLibrary(
  services: Services,
  { workspaceId, cast }: { workspaceId: string; cast: SimulationCast },
): Promise<WrittenDocument[]> {
  const documents: WrittenDocument[] = [];
  for (const asset of cast.assets) {
    for (const version of asset.versions) {
      const written = await writeVersion(workspaceId, cast, asset, version);
      if (written) documents.push(written);
    }
  }
  await storeDocuments(services.files, { workspaceId, documents });
  return documents;
}

async function writeVersion(
  workspaceId: string,
  cast: SimulationCast,
  asset: Asset,
  { number, publishedAt, note }: AssetVersion,
): Promise<WrittenDocument | null> {
  const { title, pages } = asset;
  const paper = paperOf(asset.id, { title, pages, version: number });
  if (paper === null) return null;
  return {
    id: idOf(workspaceId, versionName(asset.id, number)),
    asset,
    number,
    title,
    note,
    bytes: await writePaper(paper, { company: cast.company.name, publishedAt, edition: number }),
    pages: paper.pages.map((page) => ({ ...paperSize, text: textOfPage(page) })),
    createdBy: nameOf(cast, asset.ownerId),
    createdAt: publishedAt,
  };
}

const nameOf = (cast: SimulationCast, teammateId: string) =>
  cast.teammates.find(({ id }) => id === teammateId)?.name ?? 'sample company';

/** What is said of each piece, its versions, and the links on the site. */
export async function loadLibrary(
  tx: Tx,
  options: { workspaceId: string; cast: SimulationCast; documents: readonly WrittenDocument[] },
): Promise<void> {
  const { workspaceId, cast, documents } = options;
  const ids = await idsOfCast(tx);
  const about = cast.assets.flatMap((asset) => {
    const id = ids.get(asset.id);
    if (id === undefined) return [];
    return [
      {
        id,
        description: outlines[asset.id]?.lead ?? descriptions[asset.id] ?? null,
        ownerId: ids.get(asset.ownerId) ?? null,
        reviewOn: asset.reviewAt.toISOString().slice(0, 10),
        createdAt: asset.publishedAt,
      },
    ];
  });
  // Only what nobody has said yet.
  await tx.run(sql`
    update asset a set description = coalesce(a.description, r.description), owner_id = coalesce(a.owner_id, r."ownerId"),
      review_on = coalesce(a.review_on, r."reviewOn"), created_at = least(a.created_at, r."createdAt")
    from jsonb_to_recordset(${JSON.stringify(about)}::jsonb) as r(id uuid, description text, "ownerId" uuid,
      "reviewOn" date, "createdAt" timestamptz)
    where a.id = r.id and a.owner_id is null`);
  await importDocuments(tx, {
    workspaceId,
    documents: documents.flatMap(({ asset, ...document }) => {
      const assetId = ids.get(asset.id);
      return assetId === undefined ? [] : [{ ...document, assetId }];
    }),
  });
  const toRecord = (id: string) => ids.get(id) ?? null;
  const items = openLinks(cast).flatMap((link) => translateLink(link, { workspaceId, cast, toRecord }));
  await importLinks(tx, { workspaceId, items });
}

type Context = { workspaceId: string; cast: SimulationCast; toRecord: (id: string) => string | null };

const waysToSend = {
  mail: 'liaison',
  copied: 'copied',
  'mail program': 'mailto',
  'social network': 'linkedin',
} as const satisfies Record<SimulatedLink['way'], ImportedLink['sentBy']>;

function translateLink(link: SimulatedLink, { workspaceId, cast, toRecord }: Context): ImportedLink[] {
  const assetId = toRecord(link.assetId);
  if (assetId === null) return [];
  const asset = cast.assets.find(({ id }) => id === link.assetId);
  return [
    {
      id: idOf(workspaceId, link.id),
      assetId,
      title: link.title,
      contactId: link.contactId === null ? null : toRecord(link.contactId),
      teammateId: toRecord(link.teammateId),
      createdBy: nameOf(cast, link.teammateId),
      createdAt: link.at,
      sentBy: waysToSend[link.way],
      asksEmail: link.contactId === null && (asset?.gated ?? false),
      mayDownload: link.mayDownload,
      interactionId: link.interactionId === null ? null : toRecord(link.interactionId),
    },
  ];
}

/** Links that sellers gave, and how documents were read page by page. After the interactions that they stand for. */
export async function loadReading(
  tx: Tx,
  options: Context & { readings: readonly SimulatedReading[] },
): Promise<void> {
  const { workspaceId, readings } = options;
  const links = readings.flatMap((reading) => reading.links);
  await importLinks(tx, { workspaceId, items: links.flatMap((link) => translateLink(link, options)) });
  const visits = readings.flatMap((reading) => reading.visits);
  await importVisits(tx, { workspaceId, items: visits.flatMap((visit) => translateVisit(visit, options)) });
}

function translateVisit(visit: SimulatedVisit, { workspaceId, cast, toRecord }: Context): ImportedVisit[] {
  const [assetId, interactionId] = [toRecord(visit.assetId), toRecord(visit.interactionId)];
  const pageCount = cast.assets.find(({ id }) => id === visit.assetId)?.pages;
  if (assetId === null || interactionId === null || pageCount === undefined) return [];
  return [
    {
      id: idOf(workspaceId, visit.id),
      linkId: idOf(workspaceId, visit.linkId),
      assetId,
      versionId: idOf(workspaceId, versionName(visit.assetId, visit.version)),
      contactId: visit.contactId === null ? null : toRecord(visit.contactId),
      device: visit.device,
      deviceHash: hashOf(`${workspaceId}:${visit.network}:${visit.device}`),
      networkHash: hashOf(`${workspaceId}:${visit.network}`),
      startedAt: visit.at,
      pageMs: visit.pageMs,
      pageCount,
      downloadedAt: visit.downloadedAt,
      verified: visit.unverifiedReason === null,
      flagReason: visit.unverifiedReason && reasonCodes[visit.unverifiedReason],
      isForward: visit.isForward,
      interactionId,
    },
  ];
}

const wishes = [
  'A cost case that a CFO can put before the board: ours, not the calculator',
  'Two pages on payback with the figures of a plant like theirs',
  'What happens to the contract when power gets cheaper? Finance asks each time',
  'A comparison of leasing and buying the meters',
] as const;
const dayMs = 86_400_000;

/** Sellers ask for what finance could read when it comes to choosing: there is nothing. */
export async function loadRequests(
  tx: Tx,
  { workspaceId, endAt }: { workspaceId: string; endAt: Date },
): Promise<void> {
  const deals = await tx.rows<{ id: string; contactId: string; ownerId: string | null; name: string }>(sql`
    select o.id, g.contact_id as "contactId", o.owner_id as "ownerId", coalesce(t.name, 'Sales') as name
    from opportunity o
    join opportunity_contact g on g.opportunity_id = o.id
    join contact c on c.id = g.contact_id and c.persona = 'Finance'
    left join teammate t on t.id = o.owner_id
    where o.status = 'open' order by o.opened_at desc, o.name, c.email limit ${wishes.length}`);
  const items = deals.flatMap((deal, index) => {
    const text = wishes[index];
    if (text === undefined) return [];
    return [
      {
        id: idOf(workspaceId, `request:${index}`),
        text,
        persona: 'Finance',
        buyingStage: 'selection',
        contactId: deal.contactId,
        opportunityId: deal.id,
        teammateId: deal.ownerId,
        askedBy: deal.name,
        askedAt: new Date(endAt.getTime() - (3 + 6 * index) * dayMs),
      },
    ];
  });
  await importRequests(tx, { workspaceId, items });
}
