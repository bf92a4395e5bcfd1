import type { Analysis, ComparedRule, Returned } from './api-types.ts';

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** How a lead came back: "Kim Lee rejected it". */
export function backWords({ state, cameBackBy }: Pick<Returned, 'state' | 'cameBackBy'>): string {
  switch (state) {
    case 'rejected':
      return `${cameBackBy} rejected it`;
    case 'recycled':
      return `${cameBackBy} wants it later`;
    case 'returned':
      return `${cameBackBy} took it and gave it back`;
    case 'expired':
      return 'Nobody answered in time';
  }
}

/** Why somebody should change a definition, in words that stand beside the proposal. */
export function evidenceNote(
  rule: ComparedRule,
  { from, to, cameBack }: Pick<Analysis, 'from' | 'to' | 'cameBack'>,
): string {
  const wanted = rule.wantedInstead.map((words) => `“${words}”`).join('; ');
  return [
    `${rule.cameBack} leads that came back between ${from} and ${to} rested on “${rule.rule}”:`,
    `${percent(rule.cameBackShare)} of those that came back, ${percent(rule.acceptedShare)} of those that sales accepted.`,
    `${cameBack} came back in all.`,
    wanted === '' ? '' : `Sales would have accepted them if: ${wanted}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The same for a reason: "9 of 23 came back as: not a company we want". */
export function reasonNote(
  reason: { name: string; count: number },
  { from, to, cameBack }: Pick<Analysis, 'from' | 'to' | 'cameBack'>,
  wanted: readonly string[],
): string {
  const said = [...new Set(wanted)]
    .slice(0, 3)
    .map((words) => `“${words}”`)
    .join('; ');
  return `${reason.count} of the ${cameBack} leads that came back between ${from} and ${to} did so for one reason: ${lower(reason.name)}.${said === '' ? '' : ` Sales would have accepted them if: ${said}.`}`;
}

/** What a rule's two shares say, for people. */
export function ruleWords(rule: ComparedRule): string {
  const [back, taken] = [percent(rule.cameBackShare), percent(rule.acceptedShare)];
  return `${back} of what came back rested on it, ${taken} of what sales accepted`;
}

export const reasonPhrase = lower;

/** Whether there are words of their own, beyond the reason's name. */
export const saysMore = ({
  state,
  reason,
  reasonName,
}: Pick<Returned, 'state' | 'reason' | 'reasonName'>): boolean =>
  reason !== null && state !== 'expired' && reason.toLowerCase() !== reasonName.toLowerCase();
