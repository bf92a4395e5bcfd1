import {
  fieldsOf,
  isCustomRecordType,
  type LifecycleStage,
  lifecycleStages,
  linksOf,
  type Mapping,
  type RecordType,
  recordTypeOf,
  recordTypes,
} from '../mapping/contract.ts';
import type { Place } from './mapping-places.ts';

const recordLabels: Record<RecordType, string> = {
  contact: 'Contact',
  account: 'Account',
  opportunity: 'Opportunity',
  campaign: 'Campaign',
  product: 'Product',
  teammate: 'Teammate',
  interaction: 'Interaction',
};

const stageLabels: Record<LifecycleStage, string> = {
  inquiry: 'Inquiry',
  mql: 'MQL',
  sal: 'SAL',
  sql: 'SQL',
  opportunity: 'Opportunity',
  customer: 'Customer',
};

const linkLabels: Record<string, string> = {
  account: 'Account',
  owner: 'Owner',
  campaign: 'Campaign',
  parent: 'Parent account',
  contact: 'Contact',
  opportunity: 'Opportunity',
  teammate: 'Teammate',
};

const byLabels: Record<string, string> = { id: 'id', email: 'e-mail', domain: 'domain', name: 'name' };

/** How each kind of record can be pointed at by what stands in a cell. */
const linkWays: Record<RecordType, readonly string[]> = {
  contact: ['id', 'email'],
  account: ['name', 'domain', 'id'],
  opportunity: ['id', 'name'],
  campaign: ['name', 'id'],
  product: ['name'],
  teammate: ['name', 'email', 'id'],
  interaction: ['id'],
};

export type TargetOption = { value: string; label: string };
export type TargetGroup = { group: string; items: TargetOption[] };

/** Choices that are no place of a record. */
export const leaveOut = 'leave-out';
export const asOther = 'as-other';
const newCustom = 'custom';

export const placeValue = ({ record, target }: Place): string => `${record}|${target}`;

export type Choice =
  | { kind: 'leave-out' }
  | { kind: 'as-other' }
  | { kind: 'custom'; record: string }
  | { kind: 'place'; place: Place };

export function readChoice(value: string): Choice {
  if (value === leaveOut) return { kind: 'leave-out' };
  if (value === asOther) return { kind: 'as-other' };
  const [record = '', target = ''] = value.split('|');
  return target === newCustom ? { kind: 'custom', record } : { kind: 'place', place: { record, target } };
}

/** Everything a column can become: the records of the mapping first, then the kinds it has none of yet. */
export function targetGroups(mapping: Mapping): TargetGroup[] {
  const there = Object.entries(mapping.records).flatMap(([name, record]) => {
    const type = recordTypeOf(name, record);
    return type ? [{ name, type }] : [];
  });
  const taken = new Set(there.map(({ type }) => type));
  const others = recordTypes.filter((type) => !taken.has(type)).map((type) => ({ name: type, type }));
  return [...there, ...others].map(({ name, type }) => ({
    group: recordTitle(name, type),
    items: targetsOf(name, type),
  }));
}

export function recordTitle(name: string, type: RecordType): string {
  return name === type ? recordLabels[type] : `${recordLabels[type]} (${name})`;
}

function targetsOf(name: string, type: RecordType): TargetOption[] {
  const option = (target: string, label: string) => ({ value: placeValue({ record: name, target }), label });
  const options: TargetOption[] = [option('id', 'Id in the other system')];
  for (const [field, { label }] of Object.entries(fieldsOf(type)))
    options.push(option(`fields.${field}`, label));
  for (const [link, target] of Object.entries(linksOf(type))) {
    for (const by of linkWays[target]) options.push(option(`links.${link}.${by}`, linkLabel(link, by)));
  }
  if (type === 'contact') {
    for (const stage of lifecycleStages) options.push(option(`stages.${stage}`, stageLabel(stage)));
    options.push(
      option('lifecycle.stage', 'Lifecycle stage, as a word'),
      option('lifecycle.at', 'In that stage since'),
    );
  }
  if (isCustomRecordType(type)) options.push(option(newCustom, 'New custom field'));
  return options;
}

const linkLabel = (link: string, by: string): string =>
  `${linkLabels[link] ?? link}, by ${byLabels[by] ?? by}`;
const stageLabel = (stage: LifecycleStage): string => `Became ${stageLabels[stage]} on`;

/** A place in words: `E-mail`, `Became MQL on`, `Custom field “Landing page”`. */
export function placeLabel(mapping: Mapping, { record: name, target }: Place): string {
  const record = mapping.records[name];
  const type = record && recordTypeOf(name, record);
  const [kind, key = '', by = ''] = target.split('.');
  if (!record || !type) return target;
  if (kind === 'id') return 'Id in the other system';
  if (kind === 'fields') return fieldsOf(type)[key]?.label ?? key;
  if (kind === 'links') return linkLabel(key, by);
  if (kind === 'stages') return stageLabel(lifecycleStages.find((stage) => stage === key) ?? 'inquiry');
  if (kind === 'custom') {
    const given = record.custom[key];
    return typeof given === 'object' && given.label ? given.label : key;
  }
  if (kind === 'history') return `Stage ${record.history?.[Number(key)]?.stage ?? ''} on`;
  if (kind === 'properties') return `Property ${key}`;
  if (kind === 'buyingGroup') return by === 'role' ? 'Role in the buying group' : 'In the buying group';
  return otherPlaces[target] ?? target;
}

const otherPlaces: Record<string, string> = {
  'lifecycle.stage': 'Lifecycle stage, as a word',
  'lifecycle.at': 'In that stage since',
  'left.at': 'Left on',
  'left.reason': 'Why they left',
};

export function recordTitleOf(mapping: Mapping, name: string): string {
  const record = mapping.records[name];
  const type = record && recordTypeOf(name, record);
  return type ? recordTitle(name, type) : name;
}
