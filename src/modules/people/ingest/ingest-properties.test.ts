import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { ingest } from './ingest.ts';
import type {
  AccountInput,
  ContactInput,
  IngestBatch,
  InteractionInput,
  OpportunityInput,
  StageChangeInput,
} from './types.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const now = new Date('2026-05-01T12:00:00Z');
const day = fc.integer({ min: 1, max: 20 }).map((number) => new Date(Date.UTC(2026, 0, number)));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const externalIds = fc.uniqueArray(
  fc.record({ system: fc.constantFrom('crm', 'forms'), id: fc.constantFrom('1', '2', '3') }),
  { maxLength: 2, selector: (id) => `${id.system}:${id.id}` },
);
const emails = fc.constantFrom(
  'ana@acme.com',
  'Ana@ACME.com',
  'ben@acme.com',
  'cleo@gmail.com',
  'dora@brook.de',
  'emil@sub.brook.de',
);
const names = fc.constantFrom('Ana', 'Ben', 'Cleo', 'ANA');
const companies = fc.constantFrom('Acme', 'ACME', 'Brook', 'Cedar');
const custom = fc.dictionary(fc.constantFrom('tier', 'size'), fc.constantFrom('a', 'b', '', null, 3), {
  maxKeys: 2,
});

type Step =
  | { kind: 'accounts'; input: Omit<AccountInput, 'key'> }
  | { kind: 'contacts'; input: Omit<ContactInput, 'key'> }
  | { kind: 'opportunities'; input: Omit<OpportunityInput, 'key'> }
  | { kind: 'stageChanges'; input: Omit<StageChangeInput, 'key'> }
  | { kind: 'interactions'; input: Omit<InteractionInput, 'key'> };

const accountStep = fc.record({
  externalIds,
  name: maybe(companies),
  domain: maybe(fc.constantFrom('acme.com', 'www.brook.de')),
  createdAt: maybe(day),
  custom,
});
const contactStep = fc.record({
  externalIds,
  email: maybe(emails),
  firstName: maybe(names),
  name: maybe(names),
  channel: maybe(fc.constantFrom('Referral', 'Direct')),
  createdAt: maybe(day),
  account: maybe(fc.oneof(fc.record({ name: companies }), fc.record({ externalIds }))),
  owner: maybe(fc.record({ name: fc.constantFrom('Mia', 'mia', 'Tom') })),
  custom,
});
const contactRef = fc.oneof(fc.record({ externalIds }), fc.record({ email: emails }));
const dealStep = fc.record({
  externalIds,
  name: maybe(fc.constantFrom('Deal', 'deal', 'Other')),
  account: maybe(fc.record({ name: companies })),
  stage: maybe(fc.constantFrom('Discovery', 'Proposal')),
  status: maybe(fc.constantFrom('open' as const, 'won' as const, 'lost' as const)),
  openedAt: maybe(day),
  closedAt: maybe(day),
  buyingGroup: maybe(
    fc.array(
      fc.record({
        contact: contactRef,
        role: maybe(fc.constantFrom('buyer', 'user')),
        isPrimary: maybe(fc.boolean()),
      }),
      { maxLength: 2 },
    ),
  ),
});
const stageStep = fc.record({
  contact: contactRef,
  outcome: fc.constantFrom('reached' as const, 'returned' as const, 'left' as const),
  stage: fc.constantFrom('inquiry', 'mql', 'sal', 'customer'),
  at: day,
  source: fc.constant('import' as const),
  sourceKey: maybe(fc.constantFrom('crm:a', 'crm:b')),
});
const interactionStep = fc.record({
  kind: fc.constant('content' as const),
  type: fc.constantFrom('page_view', 'form'),
  occurredAt: day,
  contact: contactRef,
  channel: maybe(fc.constantFrom('Email', 'Direct')),
  campaign: maybe(fc.record({ name: fc.constantFrom('Fair', 'FAIR', 'Mail') })),
  verified: maybe(fc.boolean()),
  externalId: maybe(fc.constantFrom('e1', 'e2')),
});

/** Steps in the order in which ingest takes kinds, so that a split never puts a record after what names it. */
const steps: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(
      accountStep.map((input) => ({ kind: 'accounts' as const, input })),
      { maxLength: 4 },
    ),
    fc.array(
      contactStep.map((input) => ({ kind: 'contacts' as const, input })),
      { maxLength: 8 },
    ),
    fc.array(
      dealStep.map((input) => ({ kind: 'opportunities' as const, input })),
      { maxLength: 4 },
    ),
    fc.array(
      stageStep.map((input) => ({ kind: 'stageChanges' as const, input })),
      { maxLength: 5 },
    ),
    fc.array(
      interactionStep.map((input) => ({ kind: 'interactions' as const, input })),
      { maxLength: 6 },
    ),
  )
  .map((lists) => lists.flat());

function batchOf(part: readonly Step[]): IngestBatch {
  const keyed = part.map((step, position) => ({ ...step, input: { ...step.input, key: `k${position}` } }));
  const of = <Kind extends Step['kind']>(kind: Kind) =>
    keyed.flatMap((step) => (step.kind === kind ? [step.input] : []));
  return {
    accounts: of('accounts') as AccountInput[],
    contacts: of('contacts') as ContactInput[],
    opportunities: of('opportunities') as OpportunityInput[],
    stageChanges: of('stageChanges') as StageChangeInput[],
    interactions: of('interactions') as InteractionInput[],
  };
}

async function take(workspaceId: string, parts: readonly (readonly Step[])[]) {
  for (const part of parts) {
    await services.database.inWorkspace(workspaceId, (tx) =>
      ingest(tx, { workspaceId, system: 'crm', batch: batchOf(part), actorName: 'test', now }),
    );
  }
}

/** Everything that is stored, told without our own ids. */
function stateOf(workspaceId: string) {
  const label = (type: string, id: string) =>
    sql.raw(`(select string_agg(e.system || ':' || e.external_id, ',' order by e.system, e.external_id)
    from external_id e where e.record_type = '${type}' and e.record_id = ${id})`);
  return services.database.inWorkspace(workspaceId, async (tx) => ({
    accounts: await tx.rows(
      sql`select a.name, a.domain, a.custom, a.created_at, ${label('account', 'a.id')} as ids from account a order by 5, 1, 2, 4`,
    ),
    contacts:
      await tx.rows(sql`select c.email, c.first_name, c.name, c.channel, c.channel_seen_at, c.custom, c.created_at, c.account_source,
      c.lifecycle_stage, c.lifecycle_status, c.lifecycle_since, c.reached_at, c.last_interaction_at, a.name as account, a.domain, t.name as owner, k.name as campaign,
      ${label('contact', 'c.id')} as ids from contact c left join account a on a.id = c.account_id left join teammate t on t.id = c.owner_id
      left join campaign k on k.id = c.campaign_id order by ids, c.email, c.name, account`),
    deals:
      await tx.rows(sql`select o.name, o.stage, o.status, o.opened_at, o.closed_at, a.name as account, ${label('opportunity', 'o.id')} as ids,
      (select jsonb_agg(jsonb_build_array(c.email, c.name, g.role, g.is_primary) order by c.email, c.name, ${label('contact', 'c.id')})
        from opportunity_contact g join contact c on c.id = g.contact_id where g.opportunity_id = o.id) as people,
      (select jsonb_agg(jsonb_build_array(s.stage, s.at) order by s.at, s.stage) from opportunity_stage_change s where s.opportunity_id = o.id) as history
      from opportunity o left join account a on a.id = o.account_id order by ids, o.name, account, o.stage, o.opened_at`),
    changes:
      await tx.rows(sql`select c.email, c.name, ${label('contact', 'c.id')} as ids, s.outcome, s.stage, s.at from stage_change s
      join contact c on c.id = s.contact_id where s.superseded_at is null order by ids, email, name, at, stage, outcome`),
    interactions:
      await tx.rows(sql`select i.type, i.occurred_at, i.channel, i.verified, c.email, ${label('contact', 'c.id')} as ids, a.name as account, k.name as campaign
      from interaction i left join contact c on c.id = i.contact_id left join account a on a.id = i.account_id left join campaign k on k.id = i.campaign_id
      order by i.external_id`),
    teammates: await tx.rows(sql`select name from teammate order by name`),
  }));
}

/** Says of every record only what is true of it, in parts: what a file that does not contradict itself looks like. */
const consistent: fc.Arbitrary<Step[]> = steps.chain((all) =>
  fc
    .array(fc.tuple(fc.nat(2), fc.boolean(), fc.boolean()), { minLength: all.length, maxLength: all.length })
    .map((picks) =>
      all.map((step, position): Step => {
        const [who, withId, withMore] = picks[position] ?? [0, true, true];
        const ids = withId ? [{ system: 'crm', id: `${step.kind}-${who}` }] : [];
        const company = { name: `Company ${who}` };
        const person = withId
          ? { externalIds: [{ system: 'crm', id: `contacts-${who}` }] }
          : { email: `p${who}@firm${who}.com` };
        if (step.kind === 'accounts') {
          // One company has one domain, said or left out: another would contradict what is said of it elsewhere.
          const domain = withMore ? `firm${who}.com` : undefined;
          return { ...step, input: { ...step.input, domain, externalIds: ids, name: `Firm${who}` } };
        }
        if (step.kind === 'contacts') {
          const known = withMore || !withId ? { email: `p${who}@firm${who}.com` } : { email: undefined };
          return { ...step, input: { ...step.input, ...known, externalIds: ids, account: undefined } };
        }
        if (step.kind === 'opportunities') {
          const won = {
            status: 'won' as const,
            stage: 'Closed won',
            openedAt: now,
            closedAt: now,
            stageHistory: undefined,
          };
          return {
            ...step,
            input: {
              ...won,
              externalIds: ids,
              name: `Deal ${who}`,
              account: company,
              buyingGroup: [{ contact: person }],
            },
          };
        }
        return step.kind === 'stageChanges'
          ? { ...step, input: { ...step.input, contact: person } }
          : { ...step, input: { ...step.input, contact: person } };
      }),
    ),
);

const counts = sql`select (select count(*) from account) as accounts, (select count(*) from contact) as contacts,
  (select count(*) from opportunity) as deals, (select count(*) from opportunity_stage_change) as deal_changes,
  (select count(*) from opportunity_contact) as members, (select count(*) from stage_change) as changes,
  (select count(*) from interaction) as interactions, (select count(*) from external_id) as external_ids,
  (select max(updated_at) from contact) as contact_updated, (select max(updated_at) from opportunity) as deal_updated`;

describe('ingest, whatever it is given', () => {
  it('ends the same however the records are split into batches', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.nat(26), { maxLength: 4 }), async (all, cuts) => {
        const whole = await createTestWorkspace(services);
        const split = await createTestWorkspace(services);
        await take(whole.workspaceId, [all]);
        const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
        await take(
          split.workspaceId,
          places.slice(1).map((end, position) => all.slice(places[position], end)),
        );
        expect(await stateOf(split.workspaceId)).toEqual(await stateOf(whole.workspaceId));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('changes nothing when the same batch comes again', async () => {
    await fc.assert(
      fc.asyncProperty(consistent, async (all) => {
        const { workspaceId } = await createTestWorkspace(services);
        await take(workspaceId, [all]);
        const read = () => services.database.inWorkspace(workspaceId, (tx) => tx.rows(counts));
        const before = await read();
        const { outcomes } = await services.database.inWorkspace(workspaceId, (tx) =>
          ingest(tx, {
            workspaceId,
            system: 'crm',
            batch: batchOf(all),
            actorName: 'test',
            now: new Date('2026-07-01T00:00:00Z'),
          }),
        );
        expect(await read()).toEqual(before);
        const kinds = new Set([...outcomes.values()].map(({ outcome }) => outcome));
        expect(kinds.has('created')).toBe(false);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
