/** A row of the log as the two rules below read it. */
export type Contacting = {
  type: string;
  direction: 'inbound' | 'outbound' | null;
  /** What came of it, in words of whoever logged it: "No answer", "they want an offer". */
  outcome: string | null;
  durationMinutes: number | null;
  /** Of a piece that was shared: how it went to them; `copied`: its address was taken, and nobody knows where to. */
  sentBy?: string | null;
};

/** Those in which two people are together, whoever asked for it. */
const together: ReadonlySet<string> = new Set(['meeting', 'demo', 'event_talk']);

// As the common systems and people in a hurry write that nobody was there.
const notReached =
  /\b(no[ -]?(answer|show|response|reply|pick[ -]?up)|not (reached|available|there)|did ?n[o'’]?t (answer|pick|respond|show)|unreachable|unanswered|busy|voice ?-?mail|mail ?box|answering machine|left (a |live )?(message|vm)|wrong number|gatekeeper|nicht erreicht|besetzt|anrufbeantworter)\b/i;

/** Whether the two talked. Of a mail nobody can say before an answer comes. */
export function wasReached({ type, direction, outcome, durationMinutes }: Contacting): boolean {
  if (outcome !== null && notReached.test(outcome)) return false;
  if (together.has(type)) return true;
  if (type !== 'call') return false;
  if (direction === 'inbound') return true;
  return outcome !== null || (durationMinutes ?? 0) > 0;
}

/**
 * Whether it is a try of our side to reach a lead, and so a human response: what went out from us, and whatever brought
 * the two together. What they sent us is none, nor a link that was made and not seen to go out; nor is anything that a
 * program wrote, which the log has flagged already.
 */
export function isOurResponse(contacting: Contacting): boolean {
  if (contacting.type === 'asset_shared' && contacting.sentBy === 'copied') return false;
  if (contacting.direction === 'outbound') return true;
  return wasReached(contacting);
}
