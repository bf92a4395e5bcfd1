import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, type client } from '../../../../web/api.ts';
import { useWorkspace } from '../../../../web/session.ts';
import type { Operator, RuleField, RuleFieldKind, RuleWords } from '../../rules/contract.ts';
import { operatorWords } from '../../rules/contract.ts';

type Answer = Awaited<ReturnType<typeof client.language.listRuleFields>>;
export type Choice = { value: string; label: string };

/** What can be asked here, ready for pickers and sentences. */
export type Catalogue = {
  fields: ReadonlyMap<string, RuleField>;
  /** For the field picker: headings with their fields. */
  groups: { group: string; items: Choice[] }[];
  interactions: Answer['interactions'];
  templates: Answer['templates'];
  words: RuleWords;
  currency: string;
};

const freshMs = 60_000;
const isOperator = (word: string): word is Operator => word in operatorWords;

function fieldOf(field: Answer['fields'][number]): RuleField {
  const { kind, operators, options, refers, takesInteractions, ...rest } = field;
  return {
    ...rest,
    // The kinds are the server's own; one this page does not know is edited as text.
    kind: kinds.find((one) => one === kind) ?? 'text',
    operators: operators.filter(isOperator),
    ...(options ? { options } : {}),
    ...(refers ? { refers } : {}),
    ...(takesInteractions ? { takesInteractions } : {}),
  };
}

const kinds: readonly RuleFieldKind[] = [
  'text',
  'option',
  'ref',
  'number',
  'money',
  'date',
  'time',
  'boolean',
  'stage',
  'letter',
  'grade',
  'days',
  'percent',
  'seconds',
];

function catalogueOf(answer: Answer, currency: string): Catalogue {
  const fields = answer.fields.map(fieldOf);
  const groups = Map.groupBy(fields, ({ group }) => group);
  const named = [
    ...answer.interactions.campaigns,
    ...answer.interactions.assets,
    ...fields.flatMap((field) => (field.refers ? (field.options ?? []) : [])),
  ];
  return {
    fields: new Map(fields.map((field) => [field.field, field])),
    groups: [...groups].map(([group, items]) => ({
      group,
      items: items.map(({ field, label }) => ({ value: field, label })),
    })),
    interactions: answer.interactions,
    templates: answer.templates,
    words: {
      fields: new Map(fields.map((field) => [field.field, field])),
      names: new Map(named.map(({ value, label }) => [value.toLowerCase(), label])),
      currency,
    },
    currency,
  };
}

export function useRuleCatalogue() {
  const { currency } = useWorkspace();
  const query = useQuery(api.language.listRuleFields.queryOptions({ staleTime: freshMs }));
  const catalogue = useMemo(
    () => (query.data ? catalogueOf(query.data, currency) : null),
    [query.data, currency],
  );
  return { catalogue, error: query.error, retry: () => query.refetch() };
}
