import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { standsOutRule } from './compare.ts';
import { composeCommitments } from './compose-commitments.ts';
import type { Sla, SlaFilter, SlaRevenue } from './contract.ts';
import { findDimension, namesOf } from './dimensions.ts';
import { holdCases } from './hold-cases.ts';
import { planSla, type SlaPlan } from './plan.ts';
import { countCommitments } from './queries/count-commitments.ts';
import { countLoad } from './queries/count-load.ts';
import { countLateByPlace, countOwed } from './queries/count-owed.ts';
import { countPacketsByItem } from './queries/count-packets-by-item.ts';
import { countResponsesByGrade } from './queries/count-responses-by-grade.ts';
import { countVolumeByMonth } from './queries/count-volume-by-month.ts';
import { countWonLeads, sumRevenue } from './queries/sum-revenue.ts';
import { findStandOuts } from './stands-out.ts';

/** Both sides' promises and what became of them, and who owes what now. */
export async function readSla(options: { tx: Tx; now: Date; filter: SlaFilter }): Promise<Sla> {
  const plan = await holdCases(await planSla(options));
  const isKept = plan.source === 'handoffs';
  const [all, ...buckets] = await countCommitments(plan, plan.window);
  if (!all) throw new Error('Totals over grouping sets have a row, whatever there is.');
  const before = plan.before ? (await countCommitments(plan, plan.before))[0] : null;
  const commitments = composeCommitments(plan, {
    all,
    before: before ?? null,
    buckets,
    grades: isKept ? await countResponsesByGrade(plan) : [],
    items: isKept ? await countPacketsByItem(plan) : [],
    months: await countVolumeByMonth(plan, plan.window),
  });
  return {
    asOf: plan.now.toISOString(),
    range: plan.range,
    source: plan.source,
    agreement: plan.agreement ? versionWords(plan.agreement) : null,
    versions: versionsOf(plan),
    currency: plan.currency,
    owes: await readOwes(plan, commitments.find(({ key }) => key === 'completeness')?.figure ?? null),
    commitments,
    revenue: await readRevenue(plan),
    load: isKept ? await readLoad(plan) : [],
    standsOut: await findStandOuts(plan),
    standsOutRule,
  };
}

type Agreement = NonNullable<SlaPlan['agreement']>;

const versionWords = ({ versionId, definitionId, key, word, number, unsigned }: Agreement) => ({
  versionId,
  definitionId,
  key,
  word,
  number,
  unsigned,
});

function versionsOf({ terms }: SlaPlan): Sla['versions'] {
  const versions = new Map<string, Sla['versions'][number]>();
  for (const { sla, handoffs, versionId } of terms) {
    if (!sla || versionId === null) continue;
    const known = versions.get(sla.versionId);
    versions.set(sla.versionId, { ...versionWords(sla), handoffs: (known?.handoffs ?? 0) + handoffs });
  }
  return [...versions.values()].toSorted((left, right) => right.number - left.number);
}

async function readOwes(plan: SlaPlan, completeness: number | null): Promise<Sla['owes']> {
  const owed = await countOwed(plan);
  const marketing = plan.agreement?.policy.marketing;
  const { from, month } = await thisMonth(plan);
  const offered = (await countVolumeByMonth(plan, { from, to: null })).reduce(
    (sum, one) => sum + one.offered,
    0,
  );
  const promised = marketing?.volumePerMonth ?? null;
  return {
    sales: { answers: owed.answers, late: owed.late, where: await mostlyWhere(plan, owed.late) },
    marketing: {
      month,
      promisedThisMonth: promised,
      offeredThisMonth: offered,
      missingThisMonth: promised === null ? null : Math.max(0, promised - offered),
      thinPackets: owed.thin,
      completeness,
      promisedCompleteness: marketing?.packetCompletenessPercent ?? null,
      returned: owed.returned,
    },
  };
}

async function thisMonth({ tx, now, timeZone }: SlaPlan): Promise<{ from: Date; month: string }> {
  const row = await tx.first<{ from: Date; month: string }>(sql`
    select date_trunc('month', ${now}::timestamptz at time zone ${timeZone}) at time zone ${timeZone} as "from",
      to_char(${now}::timestamptz at time zone ${timeZone}, 'YYYY-MM') as month`);
  if (!row) throw new Error('A select without a table answers one row.');
  return row;
}

/** A place is named where it holds at least three and half of all that are late. */
async function mostlyWhere(plan: SlaPlan, late: number): Promise<Sla['owes']['sales']['where']> {
  const places = await countLateByPlace(plan);
  const fewest = Math.max(3, late / 2);
  const isTelling = ({ key, late: here }: { key: string; late: number }) => key !== '' && here >= fewest;
  const found = places.find((one) => one.dimension !== 'owner' && isTelling(one)) ?? places.find(isTelling);
  if (!found) return null;
  const dimension = findDimension(plan.dimensions, found.dimension);
  const names = await namesOf(plan.tx, dimension, [found.key]);
  return { ...found, dimensionLabel: dimension.label, label: names.get(found.key) ?? found.key };
}

async function readLoad(plan: SlaPlan): Promise<Sla['load']> {
  return (await countLoad(plan)).map(({ ownerId, name, open, late, capacity }) => ({
    owner: ownerId === null ? null : { id: ownerId, name: name ?? '' },
    open,
    late,
    capacity,
  }));
}

async function readRevenue(plan: SlaPlan): Promise<Sla['revenue']> {
  const leads = await countWonLeads(plan);
  const sums = await sumRevenue(plan);
  const of = (isAccepted: boolean): SlaRevenue => {
    const counted = leads.find((one) => one.isAccepted === isAccepted);
    const deals = sums.filter((one) => one.isAccepted === isAccepted);
    const total = counted?.leads ?? 0;
    return {
      leads: total,
      won: counted?.won ?? 0,
      rate: total === 0 ? null : (100 * (counted?.won ?? 0)) / total,
      deals: deals.reduce((sum, one) => sum + one.deals, 0),
      value: deals
        .map(({ currency, amountMinor }) => ({ currency: currency ?? plan.currency, amountMinor }))
        .toSorted(
          (left, right) => Number(right.currency === plan.currency) - Number(left.currency === plan.currency),
        ),
    };
  };
  return { accepted: of(true), rejected: of(false) };
}
