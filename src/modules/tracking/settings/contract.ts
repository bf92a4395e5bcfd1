import { z } from 'zod';
import { operation } from '../../workspace/access.ts';
import { channelRules, sourceKinds } from '../classify/channel-rules.ts';

export {
  type ChannelCondition,
  type ChannelField,
  type ChannelOperator,
  type ChannelRule,
  channelFields,
  channelOperators,
  type SourceKind,
  sourceKinds,
  unassignedChannel,
} from '../classify/channel-rules.ts';
export { describeRule } from '../classify/describe-rule.ts';
export { type FlagReason, flagReasonNames, flagReasonText } from '../classify/reasons.ts';

const maxEntries = 500;

const hostName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*[a-z0-9])[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'is not a host name such as shop.example.com');

const network = z
  .string()
  .trim()
  .max(50)
  .describe('an address or a network in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32');

const changed = {
  changedAt: z.date().nullable(),
  changedBy: z.string().nullable(),
};

const channelTable = z.object({
  rules: channelRules,
  isDefault: z.boolean().describe("the rules are Liaison's own, GA4's default channel groups"),
  knownSites: z
    .record(z.enum(sourceKinds), z.array(z.string()))
    .describe('which sites are of which kind, as conditions on "kind" see it'),
  internalHosts: z
    .array(hostName)
    .describe('sites that are yours beside the one a page stands on: a referrer there says nothing'),
  ...changed,
});
export type ChannelTable = z.infer<typeof channelTable>;

const channelTrial = z.object({
  source: z.string(),
  medium: z.string(),
  campaign: z.string(),
  kind: z.enum(sourceKinds).nullable().describe('what the site behind the source is'),
  clickId: z.string().nullable(),
  referrerHost: z.string().nullable(),
  internal: z.boolean().describe('the visitor came from the site itself: the page has no channel of its own'),
  channel: z.string().nullable(),
  ruleId: z.string().nullable(),
  rules: z
    .array(z.object({ ruleId: z.string(), channel: z.string(), holds: z.boolean() }))
    .describe('every rule of the table, in order; the first that holds decides'),
});
export type ChannelTrial = z.infer<typeof channelTrial>;

const exclusionLists = z.object({
  staffEmails: z
    .array(z.string().trim().toLowerCase().pipe(z.email()))
    .max(maxEntries)
    .describe('addresses of your own people'),
  staffDomains: z.array(hostName).max(maxEntries).describe('domains of your own addresses'),
  staffNetworks: z.array(network).max(maxEntries).describe('networks your own people browse from'),
  staffMembers: z.boolean().describe('whether members signed in to Liaison are left out'),
  scannerAgents: z
    .array(z.string().trim().toLowerCase().min(3).max(200))
    .max(maxEntries)
    .describe("parts of the agents' names of link scanners"),
  scannerNetworks: z.array(network).max(maxEntries).describe('networks of link scanners'),
});

const exclusions = exclusionLists.extend({
  scannersAreDefault: z.boolean().describe("the scanners' lists are Liaison's own"),
  ...changed,
});
export type Exclusions = z.infer<typeof exclusions>;

const flagged = z.object({
  days: z.number().int(),
  counted: z.number().int().describe('interactions of people'),
  notCounted: z.number().int(),
  reasons: z.array(
    z.object({
      reason: z.string().describe('as the interactions carry it in flagReason'),
      text: z.string(),
      count: z.number().int(),
      latestAt: z.date(),
    }),
  ),
});
export type Flagged = z.infer<typeof flagged>;

const arrivedEvent = z.object({
  id: z.uuid(),
  type: z.string(),
  subject: z.string().nullable(),
  url: z.string().nullable(),
  channel: z.string().nullable(),
  occurredAt: z.date(),
  receivedAt: z.date(),
  library: z.string().nullable().describe('what sent it, such as liaison.js or analytics-node'),
  verified: z.boolean(),
  flagReason: z.string().nullable(),
  contact: z.object({ id: z.uuid(), name: z.string() }).nullable(),
});
export type ArrivedEvent = z.infer<typeof arrivedEvent>;

const getChannels = operation({
  method: 'GET',
  path: '/tracking/channels',
  access: 'workspace:read',
  tag: 'Tracking',
  summary: 'The channel table',
  description: 'Which channel a visit counts for, by its UTM parameters, click ids and referrer.',
}).output(channelTable);

const changeChannels = operation({
  method: 'PUT',
  path: '/tracking/channels',
  access: 'tracking:write',
  tag: 'Tracking',
  summary: 'Change the channel table',
  description: 'Holds for what arrives from now on; what is in the log keeps the channel it has.',
})
  .input(z.object({ rules: channelRules, internalHosts: z.array(hostName).max(maxEntries).default([]) }))
  .output(channelTable);

const resetChannels = operation({
  method: 'DELETE',
  path: '/tracking/channels',
  access: 'tracking:write',
  tag: 'Tracking',
  summary: "Take GA4's default channel groups again",
  description: 'Your own sites (internalHosts) stay.',
}).output(channelTable);

const tryChannels = operation({
  method: 'POST',
  path: '/tracking/channels/trial',
  access: 'workspace:read',
  tag: 'Tracking',
  summary: 'Which channel would this visit count for',
  description: 'Changes nothing. With `rules`, tries a table that is not saved yet.',
})
  .input(
    z.object({
      url: z.url().max(4_000).describe('the page, with its UTM parameters'),
      referrer: z.string().trim().max(4_000).default(''),
      rules: channelRules.optional(),
      internalHosts: z.array(hostName).max(maxEntries).optional(),
    }),
  )
  .output(channelTrial);

const getExclusions = operation({
  method: 'GET',
  path: '/tracking/exclusions',
  access: 'workspace:read',
  tag: 'Tracking',
  summary: 'Whose interactions are not counted',
  description: 'Bots and pages loaded ahead are always left out; these lists say who else is.',
}).output(exclusions);

const changeExclusions = operation({
  method: 'PATCH',
  path: '/tracking/exclusions',
  access: 'tracking:write',
  tag: 'Tracking',
  summary: 'Change whose interactions are not counted',
  description:
    'Only the lists named change; null for a scanner list takes Liaison’s own again. Holds for what arrives from now on.',
})
  .input(
    exclusionLists.partial().extend({
      scannerAgents: exclusionLists.shape.scannerAgents.nullable().optional(),
      scannerNetworks: exclusionLists.shape.scannerNetworks.nullable().optional(),
    }),
  )
  .output(exclusions);

const getFlagged = operation({
  method: 'GET',
  path: '/tracking/flagged',
  access: 'interactions:read',
  tag: 'Tracking',
  summary: 'What was not counted, by reason',
  description: 'Their interactions: GET /interactions?flagReason=…',
})
  .input(z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }))
  .output(flagged);

const getArrivals = operation({
  method: 'GET',
  path: '/tracking/arrivals',
  access: 'interactions:read',
  tag: 'Tracking',
  summary: 'The first tracked event, and the latest',
  description: 'Null while none has arrived; flagged events are shown too.',
}).output(z.object({ first: arrivedEvent.nullable(), latest: arrivedEvent.nullable() }));

export const trackingSettingsContract = {
  getChannels,
  changeChannels,
  resetChannels,
  tryChannels,
  getExclusions,
  changeExclusions,
  getFlagged,
  getArrivals,
};
