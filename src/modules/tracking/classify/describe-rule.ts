import type { ChannelCondition, ChannelRule } from './channel-rules.ts';

const fieldWords: Record<ChannelCondition['field'], string> = {
  source: 'source',
  medium: 'medium',
  campaign: 'campaign',
  term: 'term',
  content: 'content',
  kind: 'site',
  click_id: 'click id',
  referrer_host: 'referrer',
};

const operatorWords: Record<ChannelCondition['operator'], string> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  starts_with: 'begins with',
  ends_with: 'ends with',
  has_word: 'has the word',
  is_empty: 'is not said',
  is_present: 'is said',
};

/** A rule as a sentence: "site is search, and medium contains cp or is ppc". */
export function describeRule({ allOf }: Pick<ChannelRule, 'allOf'>): string {
  return allOf.map((group) => group.map(describeCondition).join(', or ')).join('; and ');
}

function describeCondition({ field, operator, values }: ChannelCondition): string {
  return [fieldWords[field], operatorWords[operator], listed(values)].filter((part) => part !== '').join(' ');
}

function listed(values: readonly string[]): string {
  if (values.length < 2) return values.join('');
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
