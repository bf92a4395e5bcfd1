import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { operation } from '../../workspace/access.ts';
import { id, named, time } from '../records.ts';

const tag = 'Lead-to-account matching';

export const matchStatuses = ['waiting', 'automatic', 'accepted', 'refused'] as const;

const accountMatch = z.object({
  id,
  account: named.extend({ people: z.array(named), peopleCount: z.number().int() }).meta({
    description: 'The company known by its name alone, and the first of its people',
  }),
  candidate: named
    .extend({
      domain: z.string().nullable(),
      country: z.string().nullable(),
      owner: z.string().nullable(),
      peopleCount: z.number().int(),
    })
    .meta({ description: 'The account it may be' }),
  evidence: z.enum(['domain', 'name']).meta({
    description: 'domain: its people write from the account’s domain; name: the names are alike',
  }),
  score: z.number().min(0).max(1).meta({ description: 'How alike, 0 to 1; 1 for a shared domain' }),
  status: z.enum(matchStatuses),
  foundAt: time,
  decidedAt: time.nullable(),
  decidedBy: z.string().nullable(),
});
export type AccountMatch = z.infer<typeof accountMatch>;

const neverAutomatic = 1.01;

const matchSettings = z.object({
  automaticFrom: z.number().min(0.5).max(neverAutomatic).meta({
    description: 'A likeness from which a name is matched without asking; 1.01: never',
  }),
  reviewFrom: z.number().min(0.5).max(1).meta({ description: 'A likeness from which it is asked' }),
});
export type MatchSettings = z.infer<typeof matchSettings>;

export const matchingContract = {
  list: operation({
    method: 'GET',
    path: '/account-matches',
    access: 'people:read',
    tag,
    summary: 'Which account a company’s name may mean, the likeliest first',
  })
    .input(pageQuery.extend({ status: z.enum(matchStatuses).default('waiting') }))
    .output(pageOf(accountMatch)),
  count: operation({
    method: 'GET',
    path: '/account-matches/counts',
    access: 'people:read',
    tag,
    summary: 'How many matches wait, were made by themselves, accepted and refused',
  }).output(z.object(Object.fromEntries(matchStatuses.map((status) => [status, z.number().int()])))),
  decide: operation({
    method: 'PUT',
    path: '/account-matches/{matchId}/decision',
    access: 'people:write',
    tag,
    summary: 'Say whether the two are one company',
    description:
      'Accepted, the name’s people go over to the account and the two histories are one. Refused, it is not asked again; a match that was made before is undone.',
  })
    .input(z.object({ matchId: id, decision: z.enum(['accepted', 'refused']) }))
    .output(accountMatch),
  refresh: operation({
    method: 'POST',
    path: '/account-matches/refresh',
    access: 'people:write',
    tag,
    summary: 'Look for matches now',
    description: 'It also happens by itself after each import and every five minutes.',
  }).output(z.object({ looked: z.number().int() })),
  getSettings: operation({
    method: 'GET',
    path: '/account-matches/settings',
    access: 'people:read',
    tag,
    summary: 'How alike two names must be',
  }).output(matchSettings),
  setSettings: operation({
    method: 'PUT',
    path: '/account-matches/settings',
    access: 'fields:write',
    tag,
    summary: 'Change how alike two names must be',
  })
    .input(matchSettings)
    .output(matchSettings),
};
