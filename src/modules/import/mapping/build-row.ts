import type { RecordRef, StageChangeInput } from '../../people/index.ts';
import { noInputs, type RowInputs } from '../run/chunk-batch.ts';
import type { CompiledField, CompiledLink, CompiledRecord } from './compile-record.ts';
import {
  asAccount,
  asCampaign,
  asContact,
  asInteraction,
  asOpportunity,
  asProduct,
  asTeammate,
  noValues,
  type RecordValues,
} from './inputs.ts';
import { type LifecycleStage, lifecycleStageOf, lifecycleStages } from './lifecycle-words.ts';
import type { CompiledSource, ReadText } from './sources.ts';
import {
  RowRefusal,
  readAnyNumber,
  readBoolean,
  readCurrency,
  readDay,
  readEmail,
  readInteger,
  readMoment,
  readMoney,
  readOption,
  readText,
} from './values.ts';

type Present = { record: CompiledRecord; key: string; values: RecordValues };
type Cells = readonly string[];

/** Makes the inputs of one row. Throws RowRefusal at the first thing that is wrong with it. */
export function buildRow(records: readonly CompiledRecord[], cells: Cells, keyPrefix: string): RowInputs {
  const inputs = noInputs();
  const present = new Map<string, Present>();
  for (const record of records) {
    const ids = identify(record, cells);
    if (!ids) continue;
    const values = noValues();
    values.externalIds = ids;
    present.set(record.name, { record, key: `${keyPrefix}:${record.name}`, values });
  }
  for (const each of present.values()) {
    readFields(each, cells);
    readCustom(each, cells, inputs);
    for (const { name, ways } of each.record.links) {
      const ref = resolveLink(ways, cells, present);
      if (ref) each.values.links[name] = ref;
    }
    addInput(each, cells, present, inputs);
  }
  return inputs;
}

/** The record's external ids where something in the row identifies it; null where the row has no such record. */
function identify(record: CompiledRecord, cells: Cells): RecordValues['externalIds'] | null {
  if (record.when && !record.when(cells)) return null;
  const ids = record.ids.flatMap((id) => {
    const found = id.read(cells);
    return found ? [{ system: id.system, id: found.text }] : [];
  });
  if (record.type === 'interaction') {
    // What happened, and when: without its date it is no interaction, whatever its id.
    const at = record.fields.find((field) => field.name === 'occurredAt');
    return record.required || at?.source.read(cells) ? ids : null;
  }
  if (ids.length > 0 || record.identifying.some((source) => source.read(cells) !== null)) return ids;
  if (!record.required) return null;
  const [column = null] = record.identifyingColumns;
  const names = record.identifyingColumns.map((name) => `“${name}”`).join(', ');
  const words = `Nothing says which ${record.type} this row means: ${names} ${record.identifyingColumns.length === 1 ? 'is' : 'are'} blank.`;
  throw new RowRefusal('missing_id', words, column);
}

function readFields({ record, values }: Present, cells: Cells): void {
  const money: { field: CompiledField; found: ReadText }[] = [];
  for (const field of record.fields) {
    const found = field.source.read(cells);
    if (!found) continue;
    if (field.type === 'money') money.push({ field, found });
    else readField(field, found, values);
  }
  if (money.length === 0) return;
  const currency = values.texts.currency ?? record.currency;
  for (const { field, found } of money) {
    const settings = { ...field.source.settings, currency, timesThousand: field.source.timesThousand };
    values.numbers[field.name] = readMoney(found.text, found.column, settings);
  }
  values.texts.currency = currency;
}

function readField(field: CompiledField, { text, column }: ReadText, values: RecordValues): void {
  const { settings } = field.source;
  const { name } = field;
  switch (field.type) {
    case 'text':
    case 'domain':
      values.texts[name] = readText(text, column);
      return;
    case 'email':
      values.texts[name] = readEmail(text, column);
      return;
    case 'currency':
      values.texts[name] = readCurrency(text, column);
      return;
    case 'date':
      values.texts[name] = readDay(text, column, settings);
      return;
    case 'time':
      values.moments[name] = readMoment(text, column, settings);
      return;
    case 'integer':
      values.numbers[name] = readInteger(text, column, settings);
      return;
    case 'number':
      values.numbers[name] = readAnyNumber(text, column, settings);
      return;
    case 'boolean':
      values.flags[name] = readBoolean(text, column);
      return;
    case 'money':
      return;
    default:
      values.texts[name] = readOption(text, column, field.options);
  }
}

function readCustom({ record, values }: Present, cells: Cells, inputs: RowInputs): void {
  for (const field of record.custom) {
    const found = field.source.read(cells);
    if (!found) continue;
    const value = field.read(found.text, found.column);
    values.custom ??= {};
    values.custom[field.field.key] = value;
    const option = field.field.type === 'option' ? { value: String(value), label: found.text } : null;
    inputs.custom.push({ field, option });
  }
}

function resolveLink(
  ways: readonly CompiledLink[],
  cells: Cells,
  present: ReadonlyMap<string, Present>,
): RecordRef | null {
  for (const way of ways) {
    if (way.when && !way.when(cells)) continue;
    if (way.by === 'record') {
      const key = present.get(way.record)?.key;
      if (key !== undefined) return { key };
      continue;
    }
    if (way.by === 'id') {
      const found = way.id.read(cells);
      if (found) return { externalIds: [{ system: way.id.system, id: found.text }] };
      continue;
    }
    const found = way.read(cells);
    if (found) return { [way.by]: found.text };
  }
  return null;
}

function addInput(
  each: Present,
  cells: Cells,
  present: ReadonlyMap<string, Present>,
  inputs: RowInputs,
): void {
  const { record, key, values } = each;
  switch (record.type) {
    case 'teammate':
      inputs.teammates.push(asTeammate(key, values));
      return;
    case 'campaign':
      inputs.campaigns.push(asCampaign(key, values));
      return;
    case 'product':
      inputs.products.push(asProduct(key, values));
      return;
    case 'account':
      inputs.accounts.push(asAccount(key, values));
      return;
    case 'contact':
      inputs.contacts.push(asContact(key, values));
      inputs.stageChanges.push(...stageChangesOf(each, cells));
      return;
    case 'opportunity':
      inputs.opportunities.push(asOpportunity(key, values, dealDetails(record, cells, present)));
      return;
    case 'interaction':
      addInteraction(each, cells, inputs);
  }
}

function dealDetails(record: CompiledRecord, cells: Cells, present: ReadonlyMap<string, Present>) {
  const buyingGroup = record.buyingGroup.flatMap((member) => {
    const contact = resolveLink(member.ways, cells, present);
    return contact ? [{ contact, role: member.role?.read(cells)?.text, isPrimary: member.primary }] : [];
  });
  const stageHistory = record.history.flatMap((entry) => {
    const at = readTime(entry.at, cells);
    return at ? [{ stage: entry.stage, status: entry.status, at: at.at }] : [];
  });
  return {
    ...(buyingGroup.length > 0 ? { buyingGroup } : {}),
    ...(stageHistory.length > 0 ? { stageHistory } : {}),
  };
}

function addInteraction({ record, key, values }: Present, cells: Cells, inputs: RowInputs): void {
  const properties: Record<string, unknown> = {};
  for (const property of record.properties) {
    const found = property.source.read(cells);
    if (found) properties[property.name] = readText(found.text, found.column);
  }
  const input = asInteraction(key, values, record.properties.length > 0 ? properties : undefined);
  if (input) {
    inputs.interactions.push(input);
    return;
  }
  const missing = record.fields.find((field) => needed.has(field.name) && field.source.read(cells) === null);
  const column = missing?.source.columns[0] ?? null;
  const words = `An interaction needs its ${missing?.name ?? 'kind, type and date'}${column === null ? '' : `, and column “${column}” is blank`}.`;
  throw new RowRefusal('missing_value', words, column);
}

const needed = new Set(['kind', 'type', 'occurredAt']);

function readTime(source: CompiledSource, cells: Cells): { at: Date; column: string | null } | null {
  const found = source.read(cells);
  return found && { at: readMoment(found.text, found.column, source.settings), column: found.column };
}

/** The stages that the row says its person reached, and whether they went no further. */
function stageChangesOf({ record, key }: Present, cells: Cells): StageChangeInput[] {
  const changes: StageChangeInput[] = [];
  const add = (
    change: Pick<StageChangeInput, 'outcome' | 'stage' | 'at' | 'reason'>,
    fact: string,
    column: string | null,
  ) =>
    changes.push({
      ...change,
      key: `${key}:${fact}`,
      contact: { key },
      source: 'import',
      sourceKey: `${record.system}:${fact}`,
      evidence: column === null ? {} : { column },
    });
  let furthest: LifecycleStage | null = null;
  for (const { stage, at } of record.stages) {
    const reached = readTime(at, cells);
    if (!reached) continue;
    add({ outcome: 'reached', stage, at: reached.at }, `stage:${stage}`, reached.column);
    furthest = stage;
  }
  const current = record.lifecycle ? readCurrentStage(record.lifecycle, cells) : null;
  if (current && !changes.some((change) => change.stage === current.stage)) {
    add(
      { outcome: 'reached', stage: current.stage, at: current.at },
      `stage:${current.stage}`,
      current.column,
    );
    if (!furthest || lifecycleStages.indexOf(current.stage) > lifecycleStages.indexOf(furthest))
      furthest = current.stage;
  }
  if (!record.left?.when?.(cells)) return changes;
  const left = readTime(record.left.at, cells);
  const reason = record.left.reason?.read(cells)?.text;
  if (left) add({ outcome: 'left', stage: furthest ?? 'inquiry', at: left.at, reason }, 'left', left.column);
  return changes;
}

function readCurrentStage(lifecycle: NonNullable<CompiledRecord['lifecycle']>, cells: Cells) {
  const said = lifecycle.stage.read(cells);
  if (!said) return null;
  const stage = lifecycleStageOf(said.text);
  if (!stage && !lifecycle.refuseUnknown) return null;
  if (!stage) {
    const words = `“${said.text}” is no lifecycle stage: ${lifecycleStages.join(', ')}, or a name of one in another system. Map it to one of these, or to "" for none.`;
    throw new RowRefusal('unknown_option', words, said.column);
  }
  const found = readTime(lifecycle.at, cells);
  if (found) return { stage, ...found };
  const column = lifecycle.at.columns[0] ?? null;
  throw new RowRefusal('missing_value', `The date of the lifecycle stage “${said.text}” is missing.`, column);
}
