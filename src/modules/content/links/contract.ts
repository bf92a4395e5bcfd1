import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, optionalText, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { versionFormats, versionStates } from '../words.ts';
import { addressOrDomain } from './addresses.ts';
import { requestOperations } from './requests-contract.ts';

export type { ContentRequest } from './requests-contract.ts';

const tag = 'Share links';

export const emailGates = ['none', 'ask', 'verify'] as const;
/** How the reader gets it: the address copied, our mail program, LinkedIn, or a mail that Liaison sends itself. */
const waysToSend = ['copied', 'mailto', 'linkedin', 'liaison'] as const;
export const linkStates = ['open', 'expired', 'revoked'] as const;

const linkAsset = z.object({
  id,
  title: z.string(),
  type: z.string().nullable(),
  version: z
    .object({
      id,
      number: z.number().int(),
      format: z.enum(versionFormats),
      state: z.enum(versionStates),
      pageCount: z.number().int().nullable(),
      durationMs: z.number().int().nullable(),
    })
    .nullable()
    .meta({ description: 'The one that readers get now' }),
  retiredAt: time.nullable(),
  useInstead: named.nullable(),
});

const gates = z.object({
  email: z
    .enum(emailGates)
    .meta({ description: 'none: no question; ask: an address, taken as said; verify: a code sent to it' }),
  passcode: z.boolean().meta({ description: 'Whether one is asked for; its words are kept nowhere' }),
  allowed: z.array(z.string()).meta({
    description:
      'Addresses and domains that alone may read; empty: any that are not denied. A domain includes its subdomains.',
  }),
  denied: z.array(z.string()).meta({ description: 'Addresses and domains that never may read' }),
});

const linkMail = z.object({ id, to: z.string(), subject: z.string(), at: time, by: z.string() });

const shareLink = z.object({
  id,
  slug: z.string(),
  url: z.url().meta({ description: 'What the reader opens' }),
  title: z.string(),
  note: z.string().nullable().meta({ description: 'For us; the reader never sees it' }),
  message: z.string().nullable().meta({ description: 'For the reader, above what is shared' }),
  assets: z.array(linkAsset),
  contact: named
    .extend({ email: z.string().nullable() })
    .nullable()
    .meta({ description: 'Whom it is for; null: whoever has the address' }),
  account: named.nullable(),
  opportunity: named.nullable(),
  handoffId: id.nullable(),
  createdBy: z.object({ name: z.string(), teammate: named.nullable() }),
  createdAt: time,
  gates,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  revokedBy: z.string().nullable(),
  mayDownload: z.boolean(),
  watermark: z.boolean().meta({ description: 'The reader’s address is written over what they download' }),
  sentBy: z.enum(waysToSend),
  mails: z.array(linkMail).meta({ description: 'Sent by Liaison, latest first; at most 20' }),
  visits: z
    .number()
    .int()
    .meta({ description: 'Times that it was opened by people; scanners and colleagues not counted' }),
  notCounted: z.number().int().meta({ description: 'Openings by scanners, colleagues and those unproved' }),
  people: z.number().int(),
  lastReadAt: time.nullable(),
  state: z.enum(linkStates),
  mine: z.boolean(),
  revision: z.number().int(),
});
export type ShareLink = z.infer<typeof shareLink>;

const title = z.string().trim().min(1, 'give it a title').max(200);
const passcode = z
  .string()
  .trim()
  .min(6, 'at least 6 characters')
  .max(100)
  .meta({ description: 'Kept as a hash alone' });
const addresses = z
  .array(addressOrDomain)
  .max(200)
  .transform((all) => [...new Set(all)]);
const message = optionalText(4_000);

const created = shareLink.extend({
  passcode: z.string().nullable().meta({ description: 'Shown this once' }),
});
export type CreatedLink = z.infer<typeof created>;

const changeable = {
  title: title.optional(),
  note: optionalText(2_000),
  message,
  emailGate: z.enum(emailGates).optional(),
  allowed: addresses.optional(),
  denied: addresses.optional(),
  expiresAt: z.coerce.date().nullable().optional(),
  mayDownload: z.boolean().optional(),
  watermark: z.boolean().optional(),
};

const slugWords = z
  .string()
  .trim()
  .toLowerCase()
  .min(3)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens between them');

const suggestion = z.object({
  assetId: id,
  title: z.string(),
  type: z.string().nullable(),
  url: z.string().nullable(),
  shareable: z.boolean().meta({ description: 'Whether a link can be made of it now' }),
  reason: z.string(),
});
export type SuggestedAsset = z.infer<typeof suggestion>;

const byId = z.object({ id });
const revision = z
  .number()
  .int()
  .optional()
  .meta({ description: 'The one that you saw; if the link was changed since, the answer is 409' });

const links = {
  list: operation({
    method: 'GET',
    path: '/links',
    access: 'content:read',
    tag,
    summary: 'Share links, with what became of them',
  })
    .input(
      pageQuery.extend({
        mine: z.stringbool().default(false),
        teammateId: id.optional(),
        contactId: id.optional(),
        accountId: id.optional(),
        opportunityId: id.optional(),
        assetId: id.optional(),
        state: z.enum(linkStates).optional(),
        read: z.stringbool().optional().meta({ description: 'true: those that were read; false: not yet' }),
        search: z.string().trim().max(200).optional().meta({ description: 'In titles and names of people' }),
        sort: z.enum(['created', 'lastRead', 'visits']).default('created'),
      }),
    )
    .output(pageOf(shareLink)),
  create: operation({
    method: 'POST',
    path: '/links',
    access: 'content:share',
    tag,
    summary: 'Share pieces with somebody, or with whoever has the address',
    description:
      'The share stands in the log, once for each piece, and so in the ledger of what they know from us.',
    creates: true,
    secretAnswer: true,
  })
    .input(
      z.object({
        ...changeable,
        assetIds: z.array(id).min(1, 'choose what to share').max(20),
        contactId: id.optional(),
        accountId: id.optional().meta({ description: 'Left out, the account of the contact' }),
        opportunityId: id.optional(),
        handoffId: id.optional(),
        passcode: passcode.optional(),
        makePasscode: z.boolean().default(false).meta({ description: 'Makes one, and answers it' }),
        slug: slugWords.optional().meta({ description: 'Words of one’s own in the address' }),
        guessable: z.boolean().default(false).meta({
          description:
            'The words alone are the address, without its random part: whoever guesses them reads it. Of open links only.',
        }),
        sentBy: z.enum(waysToSend).default('copied'),
      }),
    )
    .output(created),
  overview: operation({
    method: 'GET',
    path: '/link-overview',
    access: 'content:read',
    tag,
    summary: 'How many links there are, and how many of them were read',
  })
    .input(z.object({ mine: z.stringbool().default(false) }))
    .output(
      z.object({
        links: z.number().int(),
        open: z.number().int().meta({ description: 'Neither taken back nor past their last day' }),
        read: z.number().int().meta({ description: 'Read by somebody' }),
        waiting: z.number().int().meta({ description: 'Open, and not read by anybody yet' }),
      }),
    ),
  settings: operation({
    method: 'GET',
    path: '/link-settings',
    access: 'content:read',
    tag,
    summary: 'What links can do here',
  }).output(
    z.object({
      contentUrl: z.url(),
      mail: z.object({
        possible: z.boolean().meta({ description: 'Whether Liaison can send links, and codes to verify' }),
        missing: z.array(z.string()).meta({ description: 'What to set before it can' }),
        from: z.string().nullable(),
      }),
    }),
  ),
  get: operation({
    method: 'GET',
    path: '/links/{id}',
    access: 'content:read',
    tag,
    summary: 'A share link',
  })
    .input(byId)
    .output(shareLink),
  update: operation({
    method: 'PATCH',
    path: '/links/{id}',
    access: 'content:share',
    tag,
    summary: 'Change who may read and how long',
    description: 'It holds for those who are reading just now too.',
  })
    .input(
      z.object({
        id,
        revision,
        ...changeable,
        passcode: passcode.nullable().optional().meta({ description: 'null: none is asked for any more' }),
        sentBy: z.enum(waysToSend).optional(),
      }),
    )
    .output(shareLink),
  revoke: operation({
    method: 'POST',
    path: '/links/{id}/revocation',
    access: 'content:share',
    tag,
    summary: 'Take a link back, at once',
    creates: true,
  })
    .input(byId)
    .output(shareLink),
  restore: operation({
    method: 'DELETE',
    path: '/links/{id}/revocation',
    access: 'content:share',
    tag,
    summary: 'Let a link be read again that was taken back',
  })
    .input(byId)
    .output(shareLink),
  replaceSlug: operation({
    method: 'POST',
    path: '/links/{id}/slug',
    access: 'content:share',
    tag,
    summary: 'Give a link another address; the one before answers no more',
    creates: true,
  })
    .input(z.object({ id, revision, slug: slugWords.optional(), guessable: z.boolean().default(false) }))
    .output(shareLink),
  send: operation({
    method: 'POST',
    path: '/links/{id}/mails',
    access: 'content:share',
    tag,
    summary: 'Send a link by mail, in one’s own name',
    creates: true,
  })
    .input(
      z.object({
        id,
        to: z.email().max(320).optional().meta({ description: 'Left out, the contact’s address' }),
        subject: z.string().trim().min(1, 'give it a subject').max(200),
        message: z.string().trim().max(4_000).default(''),
      }),
    )
    .output(shareLink),
};

const suggestions = {
  nextAssets: operation({
    method: 'GET',
    path: '/next-assets',
    access: 'content:read',
    tag,
    summary: 'What this person needs next, and why',
    description:
      'At most three pieces that they have not seen or been given: made for their persona and buying stage, speaking of what they asked, finished most by people like them.',
  })
    .input(
      z.object({
        contactId: id.optional(),
        accountId: id.optional(),
        opportunityId: id.optional().meta({ description: 'Alone: for the person who is first on the deal' }),
        limit: z.coerce.number().int().min(1).max(3).default(3),
      }),
    )
    .output(
      z.object({
        contact: named.nullable(),
        persona: z.string().nullable(),
        buyingStage: z.string().nullable(),
        items: z.array(suggestion),
      }),
    ),
};

export const linksContract = { ...links, ...suggestions, ...requestOperations };
