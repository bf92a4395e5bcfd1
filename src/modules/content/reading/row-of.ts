import { newId } from '../../../platform/ids.ts';
import type { NewInteraction } from '../../interactions/index.ts';
import type { LinkFacts } from './read-links.ts';
import type { Reader } from './readers-of.ts';
import type { SettledVisit } from './settle-visits.ts';

/** Where these rows come from, in the log. */
const viewerSource = 'viewer';

/** A visit as the log tells it. A later state of it replaces the earlier. A download stands in it: it is no reading by itself. */
export function rowOf(options: { visit: SettledVisit; link: LinkFacts; reader: Reader }): NewInteraction {
  const { visit, link, reader } = options;
  const { pages, pageCount, anonymous, forwardedReason } = visit;
  return {
    id: newId(),
    kind: 'content',
    type: 'asset_viewed',
    occurredAt: visit.startedAt,
    direction: 'inbound',
    contactId: reader.contactId,
    accountId: reader.accountId,
    opportunityId: anonymous || reader.contactId === null ? null : link.opportunityId,
    assetId: link.asset.id,
    subject: link.asset.title,
    engagedSeconds: Math.round(visit.activeMs / 1_000),
    completion: pageCount === 0 ? 0 : pages.length / pageCount,
    verified: visit.verified,
    flagReason: visit.flagReason,
    properties: {
      // The link would name whom it is for.
      ...(anonymous ? {} : { linkId: link.linkId }),
      visitId: visit.id,
      pages,
      pageCount,
      format: link.version.format,
      versionNumber: link.version.number,
      forwarded: forwardedReason,
      downloaded: visit.downloadedAt !== null,
    },
    source: viewerSource,
    externalId: visit.id,
    replacesId: visit.interactionId,
  };
}
