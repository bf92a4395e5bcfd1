import type { Commitment, Sla, SlaUnit } from './contract.ts';

const names: Record<Commitment['key'], string> = {
  volume: 'leads offered a month',
  completeness: 'packets complete',
  acceptance: 'taken by sales',
  response: 'answered in time',
  attempts: 'tried before giving up',
  disposition: 'decided in time',
  expired: 'answered at all',
};

function figure(value: number | null, unit: SlaUnit): string {
  if (value === null) return 'nothing to count';
  const rounded = Math.round(value * 10) / 10;
  return unit === 'percent'
    ? `${Math.round(value)} %`
    : unit === 'count'
      ? `${rounded}`
      : `${rounded} ${unit}`;
}

/** The page in a terminal: who owes what, then a line for each commitment, then what stands out. */
export function printSla(sla: Sla): string {
  const { sales, marketing } = sla.owes;
  const more =
    marketing.missingThisMonth === null
      ? ''
      : `; marketing owes ${marketing.missingThisMonth} more leads this month`;
  const agreement = sla.agreement
    ? `${sla.agreement.word}, version ${sla.agreement.number}${sla.agreement.unsigned ? ' (nobody has signed it yet)' : ''}`
    : 'no agreement in force';
  const rows = sla.commitments.map(
    (one) =>
      `${one.side.padEnd(10)} ${names[one.key].padEnd(24)} ${figure(one.figure, one.unit).padStart(16)}  of ${String(one.n).padStart(6)}  ${one.promise ?? 'nothing is promised'}`,
  );
  const stands = sla.standsOut.map(
    (one) =>
      `${one.standsOut}: ${one.label} (${one.dimensionLabel.toLowerCase()}), ${names[one.commitment]} ${figure(one.figure, 'percent')}, all others ${figure(one.rest, 'percent')}`,
  );
  return [
    `Sales owes ${sales.answers} answers, ${sales.late} of them late${more}.`,
    agreement,
    '',
    ...rows,
    ...(stands.length > 0 ? ['', ...stands] : []),
  ].join('\n');
}
