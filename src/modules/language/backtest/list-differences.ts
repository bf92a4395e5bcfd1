import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { factsAsOf } from '../facts/facts-as-of.ts';
import type { LeadHistory } from '../facts/lead-facts.ts';
import { loadLeadHistories } from '../facts/load-lead-histories.ts';
import type { BacktestDifference } from './contract.ts';
import { type BacktestInput, type BacktestOptions, type Prepared, prepareBacktest } from './prepare.ts';
import { type FoundLead, findLeads, type LeadList } from './queries/find-leads.ts';
import { reasonOf } from './reason.ts';
import { loadSay } from './say.ts';

/** A history is a lead's whole past: so many at a time are held in memory. */
const historiesAtOnce = 200;

type ListOptions = Omit<BacktestOptions, 'input'> & {
  input: BacktestInput & {
    which: LeadList;
    of: 'subject' | 'against';
    month?: string | undefined;
    limit: number;
    offset: number;
  };
};

/** The leads on whom two definitions part, or whom one lets in or misses, each with its reason in words. */
export async function listDifferences(
  options: ListOptions,
): Promise<{ items: BacktestDifference[]; total: number }> {
  const { services, workspaceId, input } = options;
  const prepared = await prepareBacktest(options);
  const { which, of, month, limit, offset } = input;
  const { leads, total } = await findLeads({
    ...prepared.rows,
    clickhouse: services.clickhouse,
    which,
    of,
    month,
    limit,
    offset,
  });
  const items: BacktestDifference[] = [];
  for (let start = 0; start < leads.length; start += historiesAtOnce) {
    const part = leads.slice(start, start + historiesAtOnce);
    items.push(
      ...(await services.database.inWorkspace(workspaceId, (tx) =>
        tellReasons(tx, { leads: part, prepared, which, of }),
      )),
    );
  }
  return { items, total };
}

type Person = {
  id: string;
  name: string;
  account: { id: string; name: string } | null;
  stage: string | null;
};

async function tellReasons(
  tx: Tx,
  options: {
    leads: readonly FoundLead[];
    prepared: Prepared;
    which: LeadList;
    of: 'subject' | 'against';
  },
): Promise<BacktestDifference[]> {
  const { leads, prepared, which, of } = options;
  const { subject, against } = prepared;
  const ids = leads.map((lead) => lead.contactId);
  const people = new Map((await readPeople(tx, ids)).map((person) => [person.id, person]));
  const histories = new Map((await loadLeadHistories(tx, ids)).map((one) => [one.contactId, one]));
  const saySubject = await loadSay(tx, subject);
  const sayAgainst = against === null ? saySubject : await loadSay(tx, against);
  return leads.map((lead) => {
    const person = people.get(lead.contactId);
    return {
      contact: { id: lead.contactId, name: person?.name ?? 'Removed since' },
      known: person !== undefined,
      account: person?.account ?? null,
      which: whichOf(lead),
      subjectAt: timeOf(lead.subjectMs),
      againstAt: timeOf(lead.againstMs),
      stage: person?.stage ?? null,
      won: lead.won,
      reason: reasonOf({
        lead,
        which,
        of,
        subject,
        against,
        facts: asOf(histories.get(lead.contactId), lead.askMs),
        say: (judged) => (judged === against ? sayAgainst : saySubject),
      }),
    };
  });
}

const asOf = (history: LeadHistory | undefined, atMs: number) =>
  history === undefined ? null : factsAsOf(history, Math.max(atMs, history.knownAtMs));

const timeOf = (ms: number): string | null => (ms === 0 ? null : new Date(ms).toISOString());

function whichOf({ subjectMs, againstMs }: FoundLead): BacktestDifference['which'] {
  if (subjectMs > 0) return againstMs > 0 ? 'both' : 'onlySubject';
  return againstMs > 0 ? 'onlyAgainst' : 'neither';
}

function readPeople(tx: Tx, ids: readonly string[]): Promise<Person[]> {
  return tx.rows<Person>(sql`select c.id, coalesce(nullif(c.name, ''), nullif(c.email, ''), 'Unnamed') as name,
      case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as account, s.name as stage
    from unnest(${sql.param([...ids])}::uuid[]) as given(id)
    join contact c on c.id = given.id
    left join account a on a.id = c.account_id
    left join lifecycle_stage s on s.workspace_id = c.workspace_id and s.key = c.lifecycle_stage`);
}
