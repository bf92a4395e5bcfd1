import { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { loadCustomFields } from '../../people/index.ts';
import { type DefinitionBody, definitionBody } from '../definitions/bodies.ts';
import type { RuleEnvironment } from './environment.ts';
import { foldText, type RuleGroup } from './rule.ts';
import { type CustomFieldOfRule, ruleFieldsOf } from './rule-fields.ts';

type Customs = RuleEnvironment['customTypes'];

function customTypesOf(custom: readonly CustomFieldOfRule[]): Customs {
  const of = (recordType: CustomFieldOfRule['recordType']) =>
    Object.fromEntries(
      custom.flatMap((field) => (field.recordType === recordType ? [[field.key, field.type]] : [])),
    );
  return { contact: of('contact'), account: of('account'), opportunity: of('opportunity') };
}

const bodyRow = z.object({ key: z.string(), body: definitionBody });

/** What is in force, by the definitions' keys in the order they were made. */
export async function loadBodiesInForce(tx: Tx): Promise<Map<string, DefinitionBody>> {
  const rows = await tx.rows(sql`select d.key, v.body from definition d
    join definition_version v on v.definition_id = d.id and v.status = 'in_force'
    order by d.created_at, d.id`);
  return new Map(
    z
      .array(bodyRow)
      .parse(rows)
      .map(({ key, body }) => [key, body]),
  );
}

/** The rules that all hold where a definition says yes: of a test and of a persona. */
function passRulesOf(body: DefinitionBody): readonly RuleGroup[] | null {
  if (body.kind === 'test') return body.tests.map(({ rule }) => rule);
  return body.kind === 'persona' ? [body.rule] : null;
}

/** The environment that these definitions make, with what the workspace knows besides. */
export function environmentOf(options: {
  timeZone: string;
  stages: readonly { key: string; name: string }[];
  custom: readonly CustomFieldOfRule[];
  assetTypes: ReadonlyMap<string, string>;
  bodies: ReadonlyMap<string, DefinitionBody>;
}): RuleEnvironment {
  const models = new Map<string, Extract<DefinitionBody, { kind: 'scoring' }>['model']>();
  const passes = new Map<string, readonly RuleGroup[]>();
  const scores: { key: string; word: string }[] = [];
  const tests: { key: string; word: string }[] = [];
  for (const [key, body] of options.bodies) {
    if (body.kind === 'scoring') {
      models.set(key, body.model);
      scores.push({ key, word: body.word });
    }
    const rules = passRulesOf(body);
    if (rules) {
      passes.set(key, rules);
      tests.push({ key, word: body.word });
    }
  }
  return {
    timeZone: options.timeZone,
    stages: options.stages.map(({ key }) => key),
    fields: ruleFieldsOf({ stages: options.stages, custom: options.custom, scores, tests }),
    customTypes: customTypesOf(options.custom),
    assetTypes: options.assetTypes,
    models,
    passes,
  };
}

/**
 * What rules are asked in: the workspace's calendar, stages, fields and assets, and the definitions in force;
 * `replace` puts others in their place, by key, to see what would be.
 */
export async function loadEnvironment(
  tx: Tx,
  options: { replace?: ReadonlyMap<string, DefinitionBody> } = {},
): Promise<RuleEnvironment> {
  const workspace = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  const stages = await tx.rows<{ key: string; name: string }>(
    sql`select key, name from lifecycle_stage order by position`,
  );
  const assets = await tx.rows<{ id: string; type: string }>(
    sql`select id, type from asset where type is not null`,
  );
  const custom = await loadCustomFields(tx);
  const bodies = await loadBodiesInForce(tx);
  for (const [key, body] of options.replace ?? []) bodies.set(key, body);
  return environmentOf({
    timeZone: workspace.time_zone,
    stages,
    custom: custom.flatMap((field) =>
      field.recordType === 'campaign' ? [] : [{ ...field, recordType: field.recordType }],
    ),
    assetTypes: new Map(assets.map(({ id, type }) => [id, foldText(type)])),
    bodies,
  });
}
