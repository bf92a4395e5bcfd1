import type { NextStep } from './contract.ts';

const talks: Readonly<Record<string, string>> = {
  call: 'a call',
  meeting: 'a meeting',
  demo: 'a demo',
  email_exchange: 'an exchange of mails',
  message: 'a message',
  event_talk: 'a talk at an event',
};

/** What followed, in a few words. */
export function stepText(
  step: NextStep,
  what: string | null,
  stageNames: ReadonlyMap<string, string>,
): string {
  switch (step) {
    case 'conversation':
    case 'meeting':
      return talks[what ?? ''] ?? 'a conversation';
    case 'stage':
      return `became ${stageNames.get(what ?? '') ?? what ?? 'something else'}`;
    case 'deal_opened':
      return 'a deal was opened';
    case 'deal_won':
      return 'a deal was won';
  }
}
