/** How a kind of notice reaches people who chose nothing themselves. */
export type MailChoice = 'now' | 'digest' | 'off';
export type Channels = { page: boolean; mail: MailChoice };

export type NoticeKind = {
  /** Stands in records and in the choices of people: it never changes. */
  name: string;
  /** What people see beside the choice: `A lead is offered to me`. */
  label: string;
  /** The same for those it does not happen to, in a channel: `A lead is offered`. */
  event: string;
  /** One sentence that says when one is told this. */
  sentence: string;
  usual: Channels;
};

const kinds = new Map<string, NoticeKind>();

/**
 * Makes a kind of notice known; a module does so once, where it is read. The settings list kinds in the order in which
 * they were made known.
 */
function registerNoticeKind(kind: NoticeKind): string {
  kinds.set(kind.name, kind);
  return kind.name;
}

export const noticeKinds = (): NoticeKind[] => [...kinds.values()];

/** The kind of this name; a name that nobody registered is a mistake in the program. */
export function noticeKind(name: string): NoticeKind {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`There is no kind of notice "${name}". Make it known in kinds.ts.`);
  return kind;
}

export const isNoticeKind = (name: string): boolean => kinds.has(name);

const now: Channels = { page: true, mail: 'now' };
const daily: Channels = { page: true, mail: 'digest' };

/** Told while it is news; a mail would come too late. */
const inPage: Channels = { page: true, mail: 'off' };

const handoffKinds: readonly NoticeKind[] = [
  {
    name: 'offered',
    label: 'A lead is offered to me',
    event: 'A lead is offered',
    sentence: 'Marketing offered a lead, and it is yours to answer or your pool’s to claim.',
    usual: now,
  },
  {
    name: 'assigned',
    label: 'A hand-off becomes mine',
    event: 'A hand-off changes hands',
    sentence: 'Somebody gave you a hand-off, or took one of yours.',
    usual: now,
  },
  {
    name: 'due_soon',
    label: 'A promise is due soon',
    event: 'A promise is due soon',
    sentence: 'An answer or a first response is due soon and has not been given yet.',
    usual: now,
  },
  {
    name: 'overdue',
    label: 'A promise is overdue',
    event: 'A promise is overdue',
    sentence: 'A time that was promised has passed: yours, or one that is escalated to you.',
    usual: now,
  },
  {
    name: 'answered',
    label: 'An offer of mine is answered',
    event: 'An offer is accepted',
    sentence: 'Sales accepted a lead that you offered, or it became a deal.',
    usual: daily,
  },
  {
    name: 'came_back',
    label: 'A lead came back',
    event: 'A lead came back',
    sentence: 'A lead that marketing offered was rejected, recycled or returned, or its offer expired.',
    usual: daily,
  },
  {
    name: 'due_again',
    label: 'A recycled lead is due again',
    event: 'A recycled lead is due again',
    sentence: 'The day has come to which sales put a lead off.',
    usual: daily,
  },
  {
    name: 'request',
    label: 'The other side asks for something',
    event: 'One side asks the other for something',
    sentence: 'Somebody asks for a lead early, for help, or to be joined.',
    usual: now,
  },
  {
    name: 'request_answered',
    label: 'A request of mine is answered',
    event: 'A request is answered',
    sentence: 'What you asked the other side for was granted or declined.',
    usual: daily,
  },
];
const contentKinds: readonly NoticeKind[] = [
  {
    name: 'reading',
    label: 'Somebody reads what I shared',
    event: 'Shared content is being read',
    sentence: 'A person began to read what you gave them a link to; scanners and colleagues are left out.',
    usual: inPage,
  },
  {
    name: 'forwarded',
    label: 'What I shared was passed on',
    event: 'Shared content was passed on',
    sentence:
      'A link that you gave to one person is read on another device or network, or by another address.',
    usual: inPage,
  },
  {
    name: 'piece_retired',
    label: 'A piece that I use is retired',
    event: 'A piece is retired',
    sentence:
      'Something that you own or gave to buyers is retired or back in use; it says what to use instead.',
    usual: daily,
  },
  {
    name: 'piece_repair',
    label: 'A piece of mine is to be repaired',
    event: 'A piece is to be repaired',
    sentence: 'Both sides looked at where readers stop in a piece that you own, and ask you to mend it.',
    usual: daily,
  },
  {
    name: 'piece_promoted',
    label: 'A piece fits my leads',
    event: 'A piece is recommended to sellers',
    sentence: 'A piece that readers finish and few sellers use is made for leads of yours.',
    usual: daily,
  },
  {
    name: 'content_request',
    label: 'A piece is missing',
    event: 'A piece is missing',
    sentence: 'Somebody looked for a piece for a buyer and there is none.',
    usual: daily,
  },
  {
    name: 'content_request_answered',
    label: 'A piece that I asked for is there',
    event: 'A piece that was missing is there',
    sentence: 'What you asked for was answered with a piece, or closed with a reason.',
    usual: daily,
  },
];
const resultKinds: readonly NoticeKind[] = [
  {
    name: 'deal_reason',
    label: 'A deal of mine has closed',
    event: 'A deal has closed',
    sentence: 'A deal of yours was won or lost, and nobody has said yet why.',
    usual: daily,
  },
  {
    name: 'own_results',
    label: 'I can see where I stand',
    event: 'Marketers can see where they stand',
    sentence: 'What your campaigns deliver and can show is worked out, and yours to see before others do.',
    usual: daily,
  },
];
for (const kind of [...handoffKinds, ...contentKinds, ...resultKinds]) registerNoticeKind(kind);
