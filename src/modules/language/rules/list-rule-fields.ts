import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { RuleField } from './field.ts';
import { interactionTypeLabel, knownInteractionTypes } from './interaction-words.ts';
import { loadEnvironment } from './load-environment.ts';
import { type RuleTemplate, ruleTemplates } from './templates.ts';

type Choice = { value: string; label: string };

export type RuleCatalogue = {
  fields: RuleField[];
  interactions: {
    types: Choice[];
    channels: Choice[];
    campaigns: Choice[];
    assets: (Choice & { type: string | null })[];
    assetTypes: Choice[];
    topics: Choice[];
  };
  templates: readonly RuleTemplate[];
};

/** Values in use are those of the latest so many records: quick however many there are, and what is usual is among them. */
const latest = 4_000;
const mostChoices = 200;
const mostNamed = 2_000;

type InUse = { field: string; value: string };

const valuesInUse = sql`
  with people as materialized (
    select country, persona, buying_role, channel from contact where merged_into_id is null
    order by created_at desc, id desc limit ${latest}
  ), companies as materialized (
    select industry, segment, country, currency from account where merged_into_id is null
    order by created_at desc, id desc limit ${latest}
  ), deals as materialized (
    select stage, product, currency from opportunity order by created_at desc, id desc limit ${latest}
  )
  select field, value from (
    select distinct v.field, v.value from people cross join lateral (values
      ('contact.country', country), ('contact.persona', persona), ('contact.buyingRole', buying_role),
      ('contact.channel', channel)) as v (field, value)
    union all
    select distinct v.field, v.value from companies cross join lateral (values
      ('account.industry', industry), ('account.segment', segment), ('account.country', country),
      ('account.currency', currency)) as v (field, value)
    union all
    select distinct v.field, v.value from deals cross join lateral (values
      ('opportunity.stage', stage), ('opportunity.product', product),
      ('opportunity.currency', currency)) as v (field, value)
  ) as used where value is not null and value <> '' order by field, value`;

const interactionsInUse = sql`
  with log as materialized (
    select type, channel, properties ->> 'topic' as topic,
      case when jsonb_typeof(properties -> 'topics') = 'array' then properties -> 'topics' else '[]'::jsonb end as topics
    from interaction order by occurred_at desc, id desc limit ${latest}
  )
  select field, value from (
    select distinct v.field, v.value from log cross join lateral (values
      ('type', type), ('channel', channel), ('topic', topic)) as v (field, value)
    union
    select distinct 'topic', topic.value from log cross join lateral jsonb_array_elements_text(topics) as topic (value)
  ) as used where value is not null and value <> '' order by field, value`;

const same = (values: readonly string[]): Choice[] => values.map((value) => ({ value, label: value }));

function withOptions(fields: Iterable<RuleField>, used: readonly InUse[]): RuleField[] {
  const byField = Map.groupBy(used, ({ field }) => field);
  return [...fields].map((field) => {
    const values = byField.get(field.field);
    if (field.options || !values) return field;
    return { ...field, options: same(values.slice(0, mostChoices).map(({ value }) => value)) };
  });
}

/** What rules can ask in this workspace, with operators, the values in use, and what to begin with. */
export async function listRuleFields(options: { tx: Tx }): Promise<RuleCatalogue> {
  const { tx } = options;
  const env = await loadEnvironment(tx);
  const used = await tx.rows<InUse>(valuesInUse);
  const seen = await tx.rows<InUse>(interactionsInUse);
  const campaigns = await tx.rows<Choice>(
    sql`select id::text as value, name as label from campaign order by created_at desc, id desc limit ${mostNamed}`,
  );
  const assets = await tx.rows<Choice & { type: string | null }>(
    sql`select id::text as value, title as label, type from asset order by created_at desc, id desc limit ${mostNamed}`,
  );
  const teammates = await tx.rows<Choice>(
    sql`select id::text as value, name as label from teammate order by lower(name), id limit ${mostNamed}`,
  );
  const choices = {
    campaign: campaigns,
    asset: assets.map(({ value, label }) => ({ value, label })),
    teammate: teammates,
  };
  const of = (name: string) =>
    seen.flatMap(({ field, value }) => (field === name ? [value] : [])).slice(0, mostChoices);
  const assetTypes = [...new Set(assets.flatMap(({ type }) => (type ? [type] : [])))].toSorted();
  const types = [
    ...new Set([...of('type').filter((type) => type !== 'page_left'), ...knownInteractionTypes]),
  ];
  return {
    fields: withOptions(env.fields.values(), used).map((field) =>
      field.refers ? { ...field, options: choices[field.refers] } : field,
    ),
    interactions: {
      types: types.map((value) => ({ value, label: interactionTypeLabel(value) })),
      channels: same(of('channel')),
      campaigns,
      assets,
      assetTypes: same(assetTypes),
      topics: same(of('topic')),
    },
    templates: ruleTemplates,
  };
}
