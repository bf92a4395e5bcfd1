/** An event as it is stored, as far as it is said in words. */
export type EventFacts = {
  what: string;
  byName: string;
  reason: string | null;
  details: Record<string, unknown>;
};

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const becauseOf = (reason: string | null) => (reason === null ? '' : `: ${reason}`);

const kindWords: Readonly<Record<string, string>> = {
  first_response: 'The first response is overdue',
  disposition: 'The answer is overdue',
};

const attemptWords: Readonly<Record<string, string>> = {
  call: 'called',
  email: 'wrote an e-mail',
  meeting: 'met them',
  demo: 'gave a demo',
  message: 'wrote a message',
};

/** What happened, in one sentence that begins with who did it. */
export function eventWords({ what, byName, reason, details }: EventFacts): string {
  const owner = text(details.owner);
  const pool = text(details.pool);
  const until = text(details.until);
  switch (what) {
    case 'offered':
      return `${byName} offered this lead${owner ? ` to ${owner}` : pool ? ` to the pool ${pool}` : ''}${becauseOf(reason)}`;
    case 'accepted':
      return details.tookFrom
        ? `${byName} accepted this lead, which had been offered to ${text(details.tookFrom) ?? 'somebody else'}`
        : `${byName} accepted this lead${details.byMove === true ? ' by moving it on' : ''}`;
    case 'rejected':
      return `${byName} rejected this lead${becauseOf(text(details.label) ?? reason)}`;
    case 'recycled':
      return `${byName} recycled this lead${until ? ` until ${until}` : ''}${becauseOf(reason)}`;
    case 'expired':
      return 'Nobody answered in time; the offer expired';
    case 'withdrawn':
      return `${byName} withdrew this offer${becauseOf(reason)}`;
    case 'returned':
      return `${byName} gave this lead back${becauseOf(reason)}`;
    case 'converted':
      return `This lead became a deal${text(details.deal) ? `: ${text(details.deal)}` : ''}`;
    case 'claimed':
      return `${byName} claimed this lead${pool ? ` from the pool ${pool}` : ''}`;
    case 'reassigned':
      return `${byName} gave this hand-off ${owner ? `to ${owner}` : pool ? `to the pool ${pool}` : 'to nobody yet'}${becauseOf(reason)}`;
    case 'packet_mended':
      return `${byName} mended the packet`;
    case 'paused':
      return `${byName} paused the clocks${until ? ` until ${until}` : ''}${becauseOf(reason)}`;
    case 'resumed':
      return `${byName} let the clocks run again`;
    case 'offered_again':
      return `${byName} offered this lead again`;
    case 'closed':
      return `${byName} let this lead rest${becauseOf(reason)}`;
    case 'responded':
      return `${byName} responded first${details.late === true ? ', after the promised time' : ''}`;
    case 'attempted':
      return `${byName} ${attemptWords[text(details.type) ?? ''] ?? 'tried to reach them'}`;
    case 'overdue':
      return kindWords[text(details.kind) ?? ''] ?? 'A promise is overdue';
    case 'escalated':
      return `Told ${text(details.told) ?? 'those responsible'}, as agreed: ${text(details.when) ?? 'the first response is due'}`;
    case 'due_again':
      return 'The day has come to which this lead was put off';
    default:
      return `${byName}: ${what.replaceAll('_', ' ')}`;
  }
}
