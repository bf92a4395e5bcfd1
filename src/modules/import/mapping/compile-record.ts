import type { CompiledCustom } from './custom-plan.ts';
import { fieldsOf, type RecordType, type ValueType } from './fields.ts';
import { type LifecycleStage, lifecycleStages, plainWord } from './lifecycle-words.ts';
import { identifyingFieldsOf, type Link, type Mapping, type RecordMapping, type Source } from './schema.ts';
import {
  type Columns,
  type CompiledId,
  type CompiledSource,
  compileConditions,
  compileId,
  compileSource,
  type RowTest,
  type TextReader,
} from './sources.ts';
import type { ValueSettings } from './values.ts';

export type MappingScope = { mapping: Mapping; columns: Columns; currency: string; settings: ValueSettings };

export type CompiledField = {
  name: string;
  type: ValueType;
  source: CompiledSource;
  options: ReadonlyMap<string, string>;
};

/** One way to name another record. `record`: the record of this row by that name. */
export type CompiledLink = { when: RowTest | null } & (
  | { by: 'record'; record: string }
  | { by: 'id'; id: CompiledId }
  | { by: 'email' | 'domain' | 'name'; read: TextReader }
);

export type CompiledRecord = {
  name: string;
  type: RecordType;
  system: string;
  required: boolean;
  when: RowTest | null;
  ids: CompiledId[];
  identifying: CompiledSource[];
  /** Columns to name in the words for a row that nothing identifies. */
  identifyingColumns: string[];
  fields: CompiledField[];
  links: { name: string; ways: CompiledLink[] }[];
  custom: CompiledCustom[];
  currency: string;
  settings: ValueSettings;
  stages: { stage: LifecycleStage; at: CompiledSource }[];
  lifecycle: { stage: CompiledSource; at: CompiledSource; refuseUnknown: boolean } | null;
  left: { when: RowTest | null; at: CompiledSource; reason: CompiledSource | null } | null;
  buyingGroup: { ways: CompiledLink[]; role: CompiledSource | null; primary: boolean }[];
  history: { stage: string; status: 'open' | 'won' | 'lost'; at: CompiledSource }[];
  properties: { name: string; source: CompiledSource }[];
};

export function compileRecord(
  scope: MappingScope,
  record: { name: string; type: RecordType; given: RecordMapping; isFirst: boolean },
): CompiledRecord {
  const { columns, settings, mapping } = scope;
  const { given, type } = record;
  const source = (from: Source) => compileSource(from, columns, settings);
  const optional = (from: Source | undefined) => (from === undefined ? null : source(from));
  const statedIds = given.id === undefined ? [] : Array.isArray(given.id) ? given.id : [given.id];
  const ids = statedIds.map((id) => compileId(id, mapping.system, columns, settings));
  const fields = Object.entries(given.fields).map(([name, from]) => compileField(type, name, source(from)));
  // Many people and deals share a name: where ids are mapped, a name alone does not stand in for a blank one.
  const isWeak = (field: string) => field !== 'email' && (type === 'contact' || type === 'opportunity');
  const identifies = new Set(identifyingFieldsOf(type).filter((field) => ids.length === 0 || !isWeak(field)));
  const identifying = fields.filter((field) => identifies.has(field.name) && !field.source.isConstant);
  const when = compileConditions(given.when, columns);
  return {
    name: record.name,
    type,
    system: mapping.system,
    required: given.required ?? (record.isFirst && when === null),
    when,
    ids,
    identifying: identifying.map((field) => field.source),
    identifyingColumns: [
      ...ids.flatMap((id) => id.columns),
      ...identifying.flatMap((field) => field.source.columns),
    ],
    fields,
    links: Object.entries(given.links).map(([name, way]) => ({ name, ways: compileLinks(way, scope) })),
    custom: [],
    currency: scope.currency,
    settings,
    stages: lifecycleStages.flatMap((stage) => {
      const at = given.stages?.[stage];
      return at === undefined ? [] : [{ stage, at: source(at) }];
    }),
    lifecycle: given.lifecycle
      ? {
          stage: source(given.lifecycle.stage),
          at: source(given.lifecycle.at),
          refuseUnknown: given.lifecycle.unknown === 'refuse',
        }
      : null,
    left: given.left
      ? {
          when: compileConditions(given.left.when, columns),
          at: source(given.left.at),
          reason: optional(given.left.reason),
        }
      : null,
    buyingGroup: (given.buyingGroup ?? []).map((member) => ({
      ways: compileLinks(member.contact, scope),
      role: optional(member.role),
      primary: member.primary ?? false,
    })),
    history: (given.history ?? []).map((entry) => ({
      stage: entry.stage,
      status: entry.status,
      at: source(entry.at),
    })),
    properties: Object.entries(given.properties ?? {}).map(([name, from]) => ({
      name,
      source: source(from),
    })),
  };
}

// What other systems say for the words Liaison knows.
const otherWords: Readonly<Record<string, string>> = {
  closedwon: 'won',
  closedlost: 'lost',
  success: 'won',
  gewonnen: 'won',
  verloren: 'lost',
  abandoned: 'lost',
  offen: 'open',
  incoming: 'inbound',
  outgoing: 'outbound',
};

function compileField(type: RecordType, name: string, source: CompiledSource): CompiledField {
  const valueType = fieldsOf(type)[name]?.type ?? 'text';
  const options = new Map<string, string>();
  if (typeof valueType !== 'string') {
    for (const word of valueType) options.set(plainWord(word), word);
    for (const [word, value] of Object.entries(otherWords))
      if (valueType.includes(value)) options.set(word, value);
  }
  return { name, type: valueType, source, options };
}

function compileLinks(given: Link | readonly Link[], scope: MappingScope): CompiledLink[] {
  const list: readonly Link[] = typeof given === 'object' && 'length' in given ? given : [given];
  return list.map((way) => compileLink(way, scope));
}

function compileLink(given: Link, { mapping, columns, settings }: MappingScope): CompiledLink {
  if (typeof given === 'string') return { by: 'record', record: given, when: null };
  const when = compileConditions(given.when, columns);
  if ('record' in given) return { by: 'record', record: given.record, when };
  if ('id' in given) return { by: 'id', id: compileId(given.id, mapping.system, columns, settings), when };
  if ('email' in given)
    return { by: 'email', read: compileSource(given.email, columns, settings).read, when };
  if ('domain' in given)
    return { by: 'domain', read: compileSource(given.domain, columns, settings).read, when };
  return { by: 'name', read: compileSource(given.name, columns, settings).read, when };
}
