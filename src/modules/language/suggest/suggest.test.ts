import { expect, test } from 'vitest';
import type { FactValue, LeadHistory } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { environmentOf } from '../rules/load-environment.ts';
import { drawOf } from './cross-validate.ts';
import { placeLandmarks } from './landmarks.ts';
import { learn } from './learn.ts';
import { makeLearningSet } from './learning-set.ts';
import { fieldOutcome, findOutcomeField } from './outcome.ts';

/** What an imported list is: fields, an outcome, and nothing that anybody did. */
const endMs = Date.parse('2026-06-01T00:00:00Z');
const fieldNames = ['size', 'source', 'converted', 'invoice_no', 'call_notes', 'closed_on'];

const env: RuleEnvironment = environmentOf({
  timeZone: 'UTC',
  stages: [{ key: 'inquiry', name: 'Inquiry' }],
  custom: fieldNames.map((key) => ({
    recordType: 'contact' as const,
    key,
    label: key,
    type: key === 'size' ? ('number' as const) : ('text' as const),
    options: [],
  })),
  assetTypes: new Map(),
  bodies: new Map(),
});

function leadOf(index: number): LeadHistory {
  const draw = (what: string) => drawOf(what, String(index));
  const size = Math.round(draw('size') * 1_000);
  const referred = draw('source') < 0.3;
  const converted = draw('outcome') < 0.08 + (size > 600 ? 0.25 : 0) + (referred ? 0.25 : 0);
  const values: Record<string, FactValue> = {
    'custom.size': size,
    'custom.source': referred ? 'Referral' : draw('other') < 0.5 ? 'Web' : 'Fair',
    'custom.converted': converted ? 'Yes' : 'No',
    'custom.invoice_no': converted && draw('invoice') < 0.97 ? `I-${index}` : null,
    'custom.call_notes': draw('notes') < 0.5 ? 'called' : null,
    'custom.closed_on': draw('closed') < 0.4 ? 'spring' : 'autumn',
  };
  return {
    contactId: `lead-${index}`,
    knownAtMs: endMs - 100 * 86_400_000,
    contact: [{ fromMs: 0, values }],
    accountIds: [],
    accounts: {},
    opportunities: [],
    reachedMs: {},
    interactions: [],
  };
}

const histories = Array.from({ length: 1_500 }, (_, index) => leadOf(index));

async function suggestFor(keep: readonly string[]) {
  const question = fieldOutcome({
    field: findOutcomeField('Converted', env),
    value: undefined,
    env,
    histories,
  });
  const set = makeLearningSet({ histories, question, env, endMs });
  const sayRule = (rule: object) => JSON.stringify(rule);
  return { set, found: await learn({ set, question, env, keep, baseline: null, sayRule }) };
}

test('learns from fields and an outcome alone, and names what was filled in because of it', async () => {
  const { set, found } = await suggestFor([]);
  expect(set.judged).toBe('now');
  expect(found.positives).toBe(
    histories.filter(({ contact }) => contact[0]?.values['custom.converted'] === 'Yes').length,
  );
  expect(found.leaks.map(({ field }) => field).sort()).toEqual([
    'contact.custom.closed_on',
    'contact.custom.invoice_no',
  ]);
  expect(found.leaks.find(({ field }) => field.endsWith('invoice_no'))?.why).toMatch(
    /filled for 9\d % of .* and for 0 %/,
  );
  const fields = found.signals.map(({ field }) => field);
  expect(new Set(fields)).toEqual(new Set(['contact.custom.size', 'contact.custom.source']));
  expect(found.auc).toBeGreaterThan(0.68);
  expect(found.auc).toBeLessThan(0.85);
  expect(found.model?.engagement.signals).toEqual([]);
  expect(await suggestFor([])).toEqual({ set, found });
});

test('uses a suspected leak where somebody says so', async () => {
  const { found } = await suggestFor(['contact.custom.invoice_no']);
  expect(found.leaks.find(({ field }) => field.endsWith('invoice_no'))?.kept).toBe(true);
  expect(found.signals[0]?.field).toBe('contact.custom.invoice_no');
  expect(found.auc).toBeGreaterThan(0.95);
});

test('asks which value counts where a field does not say, and names those in use', () => {
  const field = findOutcomeField('contact.custom.source', env);
  expect(() => fieldOutcome({ field, value: undefined, env, histories })).toThrow(/web/);
  expect(() => fieldOutcome({ field, value: 'Moon', env, histories })).toThrow(/No lead has "Moon"/);
  expect(() => findOutcomeField('nonsense', env)).toThrow(/no outcome "nonsense"/);
});

test('nobody is judged after the outcome, after being passed on, or before three in four could have come so far', () => {
  const day = 86_400_000;
  const leads = Array.from({ length: 400 }, (_, index) => {
    const knownAtMs = endMs - Math.round(drawOf('known', String(index)) * 300) * day;
    const won = drawOf('won', String(index)) < 0.3;
    const passedOnMs = drawOf('passed', String(index)) < 0.5 ? knownAtMs + 5 * day : null;
    const atMs = won ? knownAtMs + Math.round(10 + drawOf('delay', String(index)) * 50) * day : null;
    const is = atMs !== null && atMs <= endMs;
    return { id: String(index), knownAtMs, passedOnMs, outcome: { is, atMs: is ? atMs : null } };
  });
  const { landmarks, judged } = placeLandmarks({ leads, endMs });
  expect(judged).toBe('passed_on');
  for (const [index, lead] of leads.entries()) {
    const at = landmarks[index] ?? null;
    if (at === null) continue;
    expect(at).toBeLessThan(lead.outcome.atMs ?? endMs + 1);
    expect(at).toBeLessThan(lead.passedOnMs ?? endMs + 1);
    expect(endMs - lead.knownAtMs).toBeGreaterThanOrEqual(35 * day);
  }
});
