import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { peopleNamed } from '../people-named.ts';

const tag = 'Mail';

const mailBodies = ['participants', 'everyone'] as const;
export type MailBodies = (typeof mailBodies)[number];

const domain = z
  .string()
  .trim()
  .max(253)
  .transform((text) => text.toLowerCase().replace(/^@/, ''))
  .pipe(z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/, 'not a domain, such as acme.com'));

const mailAddress = z.object({
  address: z
    .string()
    .meta({ description: 'Whoever writes to it puts mail before this workspace: keep it among colleagues' }),
  door: z
    .object({
      state: z.enum(['open', 'off', 'failed', 'elsewhere']),
      host: z.string().nullable(),
      port: z.number().int().nullable(),
      error: z.string().nullable(),
    })
    .meta({ description: 'The SMTP door of this process; elsewhere: this process has none' }),
  bodies: z
    .enum(mailBodies)
    .meta({ description: 'Who may read the body of a logged mail; that there was one, all see' }),
  staffDomains: z.array(z.string()),
  memberDomains: z.array(z.string()).meta({
    description: 'Domains of the members’ own addresses; whoever writes from there is one of us too',
  }),
  renewedAt: time.nullable(),
  renewedBy: z.string().nullable(),
});
export type MailAddress = z.infer<typeof mailAddress>;

const mailStates = ['logged', 'known', 'waiting', 'dismissed'] as const;
export type MailState = (typeof mailStates)[number];

const mailWhys = ['stranger', 'unknown_people', 'nobody_outside', 'nothing_forwarded'] as const;
export type MailWhy = (typeof mailWhys)[number];

const mail = z.object({
  id,
  receivedAt: time,
  occurredAt: time,
  state: z.enum(mailStates),
  way: z.enum(['sent', 'forwarded', 'received']),
  why: z.enum(mailWhys).nullable().meta({ description: 'Why it waits or waited in the tray' }),
  direction: z.enum(['inbound', 'outbound']),
  sender: z.object({ address: z.string(), name: z.string().nullable() }),
  subject: z.string().nullable().meta({ description: 'null: withheld, see readable' }),
  snippet: z.string().nullable(),
  readable: z.boolean().meta({ description: 'false: a private mail that you had no part in' }),
  automatic: z.boolean(),
  attachmentCount: z.number().int(),
  conversationId: id.nullable(),
  settledAt: time.nullable(),
  settledBy: z.string().nullable(),
  dismissReason: z.string().nullable(),
});
export type Mail = z.infer<typeof mail>;

const attachment = z.object({
  id,
  name: z.string(),
  type: z.string(),
  sizeBytes: z.number().int(),
  inline: z.boolean(),
});
export type MailAttachment = z.infer<typeof attachment>;

const mailPerson = z.object({
  address: z.string(),
  name: z.string().nullable(),
  side: z.enum(['ours', 'theirs']),
  contact: named.nullable(),
  account: named.nullable().meta({ description: 'Known by the address’s domain, where the person is not' }),
});
export type MailPersonSeen = z.infer<typeof mailPerson>;

const wholeMail = mail.extend({
  people: z.array(mailPerson),
  text: z.string().nullable().meta({ description: 'All of it, with what it quotes' }),
  shownText: z.string().nullable().meta({ description: 'Without quoted mails and signature' }),
  threadId: id,
  attachments: z.array(attachment),
});
export type WholeMail = z.infer<typeof wholeMail>;

const byId = z.object({ mailId: id });

export const mailContract = {
  address: operation({
    method: 'GET',
    path: '/mail-address',
    access: 'interactions:write',
    tag,
    summary: "The workspace's mail address, and whether the door is open",
  }).output(mailAddress),
  renewAddress: operation({
    method: 'POST',
    path: '/mail-address/renewals',
    access: 'workspace:admin',
    tag,
    summary: 'Take a new mail address',
    description: 'The old one is refused from then on.',
    creates: true,
  }).output(mailAddress),
  updateSettings: operation({
    method: 'PATCH',
    path: '/mail-address',
    access: 'workspace:admin',
    tag,
    summary: 'Say who is one of us, and who may read the bodies of mails',
  })
    .input(
      z.object({ bodies: z.enum(mailBodies).optional(), staffDomains: z.array(domain).max(50).optional() }),
    )
    .output(mailAddress),
  list: operation({
    method: 'GET',
    path: '/mails',
    access: 'interactions:write',
    tag,
    summary: 'Mails that came in, latest first, and what became of them',
    description: 'state=waiting is the tray.',
  })
    .input(pageQuery.extend({ state: z.enum(mailStates).optional() }))
    .output(pageOf(mail)),
  summary: operation({
    method: 'GET',
    path: '/mails/summary',
    access: 'interactions:write',
    tag,
    summary: 'How many mails wait in the tray',
  }).output(z.object({ waiting: z.number().int(), oldestAt: time.nullable() })),
  get: operation({
    method: 'GET',
    path: '/mails/{mailId}',
    access: 'interactions:write',
    tag,
    summary: 'One mail with its people, text and attachments',
  })
    .input(byId)
    .output(wholeMail),
  log: operation({
    method: 'POST',
    path: '/mails/{mailId}/match',
    access: 'interactions:write',
    tag,
    summary: 'Log a mail of the tray with the people it is with',
    description: 'People already known by their addresses are taken along. Contacts named anew are made.',
  })
    .input(
      byId.extend({
        ...peopleNamed,
      }),
    )
    .output(wholeMail),
  dismiss: operation({
    method: 'POST',
    path: '/mails/{mailId}/dismissal',
    access: 'interactions:write',
    tag,
    summary: 'Set a mail of the tray aside',
  })
    .input(byId.extend({ reason: z.string().trim().max(300).optional() }))
    .output(mail),
  restore: operation({
    method: 'DELETE',
    path: '/mails/{mailId}/dismissal',
    access: 'interactions:write',
    tag,
    summary: 'Put a mail that was set aside back into the tray',
  })
    .input(byId)
    .output(mail),
  listAttachments: operation({
    method: 'GET',
    path: '/conversations/{conversationId}/attachments',
    access: 'interactions:read',
    tag,
    summary: "A conversation's attachments",
    description: 'None of a private conversation that you had no part in.',
  })
    .input(z.object({ conversationId: id }))
    .output(z.object({ items: z.array(attachment) })),
  attachment: operation({
    method: 'GET',
    path: '/mail-attachments/{attachmentId}',
    access: 'interactions:read',
    tag,
    summary: 'Download an attachment',
    description: 'Always as a file, never shown by the browser.',
  })
    .route({ outputStructure: 'detailed' })
    .input(z.object({ attachmentId: id }))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
};
