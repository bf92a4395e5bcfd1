import { z } from 'zod';
import { operation } from '../../workspace/access.ts';
import { id, time } from '../records.ts';

const tag = 'Identity';

const factKinds = ['identify', 'use', 'alias', 'group', 'form', 'share', 'import', 'hand'] as const;

const saidBy = z
  .object({
    kind: z.enum(factKinds),
    at: time,
    email: z.string().nullable(),
    userId: z.string().nullable(),
    source: z.string(),
  })
  .meta({ description: 'The fact by which it is theirs' });

const device = z.object({
  profileId: id,
  anonymousId: z.string(),
  from: time.nullable().meta({ description: 'When it became theirs; null: from the beginning' }),
  to: time.nullable().meta({ description: 'When somebody else signed in on it; null: it still is theirs' }),
  since: time.meta({ description: 'When Liaison came to know it' }),
  firstSeenAt: time,
  lastSeenAt: time,
  saidBy: saidBy.nullable(),
});
export type Device = z.infer<typeof device>;

const withdrawn = z.object({
  withdrawalId: id,
  profileId: id,
  anonymousId: z.string(),
  reason: z.string().nullable(),
  withdrawnAt: time,
  withdrawnBy: z.string(),
});
export type WithdrawnDevice = z.infer<typeof withdrawn>;

const failing = z.object({
  id,
  kind: z.enum(factKinds),
  at: time,
  userId: z.string().nullable(),
  email: z.string().nullable(),
  attempts: z.number().int(),
  error: z.string(),
  nextTryAt: time,
});
export type FailingFact = z.infer<typeof failing>;

export const identityContract = {
  devices: operation({
    method: 'GET',
    path: '/contacts/{contactId}/profiles',
    access: 'people:read',
    tag,
    summary: 'The devices of a person',
    description:
      'Browsers and apps that the tracker knew them by, from when to when and who said so; and those said not to be theirs. A device may be one person’s until another signs in on it.',
  })
    .input(z.object({ contactId: id }))
    .output(z.object({ items: z.array(device), withdrawn: z.array(withdrawn) })),
  bind: operation({
    method: 'POST',
    path: '/profiles/{profileId}/bindings',
    access: 'people:write',
    tag,
    summary: 'Say whose an unknown device is',
    description:
      'Its history so far belongs to this person from then on. A device that is somebody’s already answers 409: say first that it is not theirs.',
    creates: true,
  })
    .input(z.object({ profileId: id, contactId: id }))
    .output(z.object({ profileId: id, contactId: id })),
  withdraw: operation({
    method: 'POST',
    path: '/profiles/{profileId}/withdrawals',
    access: 'people:write',
    tag,
    summary: 'Say that a device is not this person’s',
    description:
      'What said so up to now counts for nothing, and the history of the device is no longer theirs. Can be restored.',
    creates: true,
  })
    .input(
      z.object({
        profileId: id,
        contactId: id,
        reason: z
          .string()
          .trim()
          .max(1_000)
          .transform((text) => (text === '' ? null : text))
          .nullable()
          .optional(),
      }),
    )
    .output(z.object({ withdrawalId: id, profileId: id, contactId: id })),
  restore: operation({
    method: 'POST',
    path: '/identity-withdrawals/{withdrawalId}/restoration',
    access: 'people:write',
    tag,
    summary: 'Take back that a device is not a person’s',
  })
    .input(z.object({ withdrawalId: id }))
    .output(z.object({ withdrawalId: id, profileId: id })),
  failing: operation({
    method: 'GET',
    path: '/identity-facts/failing',
    access: 'people:read',
    tag,
    summary: 'What trackers said of people and could not be worked out',
    description: 'Each is tried again by itself; others do not wait for it. At most 100, the latest first.',
  }).output(z.object({ items: z.array(failing) })),
};
