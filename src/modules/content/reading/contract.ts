import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Reading';

export const visitsShown = ['verified', 'flagged', 'all'] as const;
const forwardReasons = ['device', 'network', 'email'] as const;
/** persons: a named reader's visits are theirs; anonymous: times are kept, nobody is named, nobody is told. */
export const readingModes = ['persons', 'anonymous'] as const;
export type ReadingMode = (typeof readingModes)[number];

const person = z.object({ id, name: z.string(), email: z.string().nullable(), account: named.nullable() });

const pageTime = z.object({ page: z.number().int(), activeMs: z.number().int() });

const visitRow = z.object({
  id,
  asset: z.object({ id, title: z.string(), type: z.string().nullable() }),
  version: z.object({ id, number: z.number().int(), format: z.string() }),
  link: z
    .object({ id, title: z.string(), owner: z.string() })
    .nullable()
    .meta({ description: 'Null where nobody is to be named' }),
  contact: person.nullable().meta({ description: 'Who read; null: unknown, or passed on' }),
  named: named.nullable().meta({ description: 'Whom the link was for' }),
  email: z.string().nullable().meta({ description: 'As given at the gate' }),
  emailVerified: z.boolean(),
  device: z.string().nullable().meta({ description: '“Chrome on Windows”' }),
  startedAt: time,
  lastAt: time,
  endedAt: time.nullable().meta({ description: 'Null: it is open' }),
  activeMs: z.number().int().meta({ description: 'Visible and active' }),
  pagesSeen: z.number().int().meta({ description: 'Pages read for a second and more' }),
  pageCount: z.number().int(),
  completion: z.number().meta({ description: '0 to 1, of the version read' }),
  lastPage: z.number().int().nullable(),
  pages: z.array(pageTime).meta({ description: 'By page; only those read' }),
  downloadedAt: time.nullable(),
  verified: z.boolean().meta({ description: 'A person read, and none of our own' }),
  flagReason: z.string().nullable(),
  flagText: z.string().nullable().meta({ description: 'The reason in words' }),
  forwardedReason: z.enum(forwardReasons).nullable(),
  anonymous: z.boolean(),
});
export type VisitRow = z.infer<typeof visitRow>;

const readingNow = z.object({
  visitId: id,
  asset: z.object({ id, title: z.string() }),
  link: z.object({
    id,
    title: z.string(),
    owner: z.string(),
    ownerUserId: z.string().nullable().meta({ description: 'Whose reader it is, as `/me` names them' }),
  }),
  contact: person
    .extend({ phone: z.string().nullable() })
    .nullable()
    .meta({ description: 'Who reads, with what it takes to call or write' }),
  email: z.string().nullable(),
  forwarded: z.boolean(),
  page: z.number().int().nullable(),
  pageCount: z.number().int(),
  pagesSeen: z.number().int(),
  activeMs: z.number().int(),
  since: time,
  lastAt: time,
});
export type ReadingNow = z.infer<typeof readingNow>;

const liveEvent = z.object({ readers: z.array(readingNow) });
export type ReadingLiveEvent = z.infer<typeof liveEvent>;

const settings = z.object({ mode: z.enum(readingModes) });

/** What is really read of what was shared: by people, not by scanners. */
export const readingContract = {
  visits: operation({
    method: 'GET',
    path: '/content/visits',
    access: 'content:read',
    tag,
    summary: 'List visits to shared content, latest first, with the time on each page',
  })
    .input(
      pageQuery.extend({
        assetId: id.optional(),
        linkId: id.optional(),
        contactId: id.optional(),
        show: z
          .enum(visitsShown)
          .default('verified')
          .meta({ description: 'verified: people; flagged: scanners, colleagues, unproved; all' }),
      }),
    )
    .output(pageOf(visitRow)),
  now: operation({
    method: 'GET',
    path: '/reading/now',
    access: 'content:read',
    tag,
    summary: 'Who is reading now',
    description:
      'What one shared oneself; marketing, liaisons and admins see all. A reader counts as here until they leave, or two minutes after their last sign.',
  }).output(z.object({ items: z.array(readingNow) })),
  live: operation({
    method: 'GET',
    path: '/reading/live',
    access: 'content:read',
    tag,
    summary: 'Watch who is reading (server-sent events)',
    description: 'Each event holds everybody who reads now, as `/reading/now` does.',
  })
    .input(
      z.object({
        recheckSeconds: z.coerce
          .number()
          .int()
          .min(1)
          .max(60)
          .default(60)
          .meta({ description: 'How often it is asked again whether one may watch' }),
      }),
    )
    .output(eventIterator(liveEvent)),
  settings: operation({
    method: 'GET',
    path: '/content/reading-settings',
    access: 'content:read',
    tag,
    summary: 'Read whether readers are named',
  }).output(settings),
  saveSettings: operation({
    method: 'PUT',
    path: '/content/reading-settings',
    access: 'workspace:admin',
    tag,
    summary: 'Say whether readers are named',
    description:
      'anonymous: of visits from now on, times per page are kept, but no person, address, device or network; nobody is told while somebody reads.',
  })
    .input(settings)
    .output(settings),
};
