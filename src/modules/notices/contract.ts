import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { operation } from '../workspace/access.ts';

const tag = 'Notices';
const id = z.uuid();
const time = z.date();
const access = 'notices:own';
const count = z.number().int().nonnegative();

const notice = z.object({
  id,
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  href: z.string().meta({ description: 'Where the thing is: a path of Liaison’s pages' }),
  urgency: z.enum(['now', 'digest']),
  at: time,
  readAt: time.nullable(),
});
export type Notice = z.infer<typeof notice>;

const liveEvent = z.object({
  unread: count,
  news: z.array(notice).meta({ description: 'What was told since the event before; first comes none' }),
});
export type NoticesLiveEvent = z.infer<typeof liveEvent>;

const mailChoice = z.enum(['now', 'digest', 'off']);
const channels = z.object({ page: z.boolean(), mail: mailChoice });

const minute = z.number().int().min(0).max(1_439);
const wishes = z.object({
  channels: z
    .record(z.string().max(100), channels)
    .meta({ description: 'By kind; kinds that are left out go their usual way' }),
  digestOn: z.boolean(),
  digestHour: z
    .number()
    .int()
    .min(0)
    .max(23)
    .meta({ description: 'The hour of your day at which the digest goes out' }),
  quiet: z.object({ fromMinute: minute, toMinute: minute }).nullable().meta({
    description: 'Minutes after midnight, between which no mail goes out; over midnight if need be',
  }),
  quietWeekends: z.boolean(),
  timeZone: z.string().max(100).nullable().meta({ description: 'null: the workspace’s' }),
});
export type NoticeWishes = z.infer<typeof wishes>;

const mailDoor = z.object({
  ready: z.boolean(),
  from: z.string().nullable(),
  missing: z
    .array(z.string())
    .meta({ description: 'Which variables of the environment are to be set before mail can go out' }),
});
export type MailDoor = z.infer<typeof mailDoor>;

const preferences = wishes.extend({
  kinds: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      event: z.string(),
      sentence: z.string(),
      usual: channels,
    }),
  ),
  address: z.string().nullable().meta({ description: 'Where your mail goes; null for a token' }),
  zone: z.string().meta({ description: 'The time zone that holds' }),
  mail: mailDoor,
});
export type NoticePreferences = z.infer<typeof preferences>;

const mailStates = ['waiting', 'sent', 'dead', 'dropped'] as const;

const noticeMail = z.object({
  id,
  form: z.enum(['single', 'digest']),
  state: z.enum(mailStates),
  to: z.string().nullable(),
  subject: z.string(),
  createdAt: time,
  dueAt: time,
  held: z.boolean().meta({ description: 'It waits for the end of quiet hours' }),
  attempts: count,
  lastError: z.string().nullable(),
  endedAt: time.nullable(),
});
export type NoticeMail = z.infer<typeof noticeMail>;

export const noticesContract = {
  list: operation({
    method: 'GET',
    path: '/notices',
    access,
    tag,
    summary: 'What you were told, latest first',
  })
    .input(pageQuery.extend({ unread: z.stringbool().optional() }))
    .output(pageOf(notice).extend({ unread: count })),
  live: operation({
    method: 'GET',
    path: '/notices/live',
    access,
    tag,
    summary: 'What you are told, as it happens (server-sent events)',
    description: 'The first event says how much is unread; each later one also what is new.',
  })
    .input(z.object({ recheckSeconds: z.coerce.number().int().min(1).max(60).default(60) }))
    .output(eventIterator(liveEvent)),
  markRead: operation({
    method: 'POST',
    path: '/notices/{noticeId}/readings',
    access,
    tag,
    summary: 'Mark a notice as read',
  })
    .input(z.object({ noticeId: id }))
    .output(z.object({ unread: count })),
  markAllRead: operation({
    method: 'POST',
    path: '/notice-readings',
    access,
    tag,
    summary: 'Mark all your notices as read, up to a moment',
    description: 'What was told after `until` stays unread: nobody has seen it.',
  })
    .input(z.object({ until: z.coerce.date().optional() }))
    .output(z.object({ unread: count })),
  preferences: operation({
    method: 'GET',
    path: '/notice-preferences',
    access,
    tag,
    summary: 'How you are told, and whether mail can go out at all',
  }).output(preferences),
  savePreferences: operation({
    method: 'PUT',
    path: '/notice-preferences',
    access,
    tag,
    summary: 'Say how you want to be told',
  })
    .input(wishes)
    .output(preferences),
  mails: operation({
    method: 'GET',
    path: '/notice-mails',
    access,
    tag,
    summary: 'Mails to you, and how that went',
    description: '`whose=all` shows everybody’s, to admins.',
  })
    .input(pageQuery.extend({ whose: z.enum(['own', 'all']).default('own') }))
    .output(pageOf(noticeMail)),
  testMail: operation({
    method: 'POST',
    path: '/notice-mails/tests',
    access,
    tag,
    summary: 'Send yourself a test mail now, and say how it was taken',
  })
    .input(z.object({}))
    .output(z.object({ delivered: z.boolean(), words: z.string() })),
  unsubscribe: operation({
    method: 'POST',
    path: '/notice-unsubscriptions/{token}',
    access: 'public',
    tag,
    summary: 'Stop mails of one kind, by the link in a mail',
    description: 'Also what mail programs call by themselves (RFC 8058). Opening the link changes nothing.',
  })
    .input(z.object({ token: z.string().min(1).max(500) }))
    .output(z.object({ what: z.string() })),
};
