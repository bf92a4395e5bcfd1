import type { LeadFacts } from '../facts/lead-facts.ts';
import { explainRule, type RulePart, type Say } from '../standing/explain-rule.ts';
import type { Judged } from './prepare.ts';
import type { FoundLead, LeadList } from './queries/find-leads.ts';

/** More would be a second copy of the definition; the rest is said as a number. */
const mostParts = 3;

type Asked = {
  lead: FoundLead;
  which: LeadList;
  of: 'subject' | 'against';
  subject: Judged;
  against: Judged | null;
  /** As of the moment that tells why; null where the record is gone. */
  facts: LeadFacts | null;
  say: (judged: Judged) => Say;
};

/** Why two definitions part over a lead, or why one lets it in or misses it: the parts of the rule that decide. */
export function reasonOf(asked: Asked): string {
  const { lead, which, of, facts, against } = asked;
  if (facts === null) return 'The record was removed since, so that it can no longer be asked.';
  const own = of === 'subject' || against === null ? asked.subject : against;
  if (which === 'won_missed') return missedWords(asked, own, facts);
  if (which === 'won_found' || which === 'qualified' || against === null) return heldWords(asked, own, facts);
  const isIn = lead.subjectMs > 0;
  const [holding, lacking] = isIn ? [asked.subject, against] : [against, asked.subject];
  const heldBefore = isIn ? lead.againstBefore : lead.subjectBefore;
  if (heldBefore) return `Under ${lacking.label} it held already before the period began.`;
  return partingWords(asked, { holding, lacking, facts });
}

function partingWords(
  asked: Asked,
  { holding, lacking, facts }: { holding: Judged; lacking: Judged; facts: LeadFacts },
): string {
  const failing = explain(asked, lacking, facts).filter((part) => !part.holds);
  const shared = new Set(explain(asked, holding, facts).map((part) => part.text));
  // What both say alike cannot be what parts them, unless the scores behind it differ.
  const own = failing.filter((part) => !shared.has(part.text));
  const deciding = own.length > 0 ? own : failing;
  if (deciding.length === 0) return `Under ${lacking.label} it came to hold at another moment.`;
  return `${upper(lacking.label)} asks: ${listed(deciding)}.`;
}

function missedWords(asked: Asked, own: Judged, facts: LeadFacts): string {
  const failing = explain(asked, own, facts).filter((part) => !part.holds);
  if (failing.length === 0) return `Under ${own.label} it came to hold too late.`;
  return `Before the contract, ${own.label} lacked ${listed(failing)}.`;
}

function heldWords(asked: Asked, own: Judged, facts: LeadFacts): string {
  const { lead, of } = asked;
  const heldBefore = of === 'subject' ? lead.subjectBefore : lead.againstBefore;
  const holding = explain(asked, own, facts).filter((part) => part.holds);
  if (holding.length === 0) return heldBefore ? 'It held already before the period began.' : 'It held.';
  return `${heldBefore ? 'Already before the period: ' : ''}${listed(holding)}.`;
}

const explain = ({ say }: Asked, judged: Judged, facts: LeadFacts): RulePart[] =>
  explainRule(judged.rule, facts, { environment: judged.env, say: say(judged) });

function listed(parts: readonly RulePart[]): string {
  const shown = parts
    .slice(0, mostParts)
    .map((part) => (part.found === null ? part.text : `${part.text} (found: ${part.found})`));
  const more = parts.length - shown.length;
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ');
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
