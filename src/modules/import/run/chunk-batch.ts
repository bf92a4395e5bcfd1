import type {
  AccountInput,
  CampaignInput,
  ContactInput,
  IngestBatch,
  InteractionInput,
  OpportunityInput,
  ProductInput,
  StageChangeInput,
  TeammateInput,
} from '../../people/index.ts';
import type { CompiledCustom, FieldOption } from '../mapping/custom-plan.ts';
import type { RecordType } from '../mapping/fields.ts';

/** Counted by kind of record; `stage`: a lifecycle stage reached or left. */
export type CountedType = RecordType | 'stage';

/** The inputs of one row, in the order in which they are built. */
export type RowInputs = {
  teammates: TeammateInput[];
  campaigns: CampaignInput[];
  products: ProductInput[];
  accounts: AccountInput[];
  contacts: ContactInput[];
  opportunities: OpportunityInput[];
  stageChanges: StageChangeInput[];
  interactions: InteractionInput[];
  /** Custom fields that the row has a value for, with the options it brought. */
  custom: { field: CompiledCustom; option: FieldOption | null }[];
};

export function noInputs(): RowInputs {
  return {
    teammates: [],
    campaigns: [],
    products: [],
    accounts: [],
    contacts: [],
    opportunities: [],
    stageChanges: [],
    interactions: [],
    custom: [],
  };
}

const kinds = [
  ['teammates', 'teammate'],
  ['campaigns', 'campaign'],
  ['products', 'product'],
  ['accounts', 'account'],
  ['contacts', 'contact'],
  ['opportunities', 'opportunity'],
  ['stageChanges', 'stage'],
  ['interactions', 'interaction'],
] as const satisfies readonly (readonly [keyof IngestBatch & keyof RowInputs, CountedType])[];

export type ChunkBatch = {
  batch: IngestBatch;
  /** Keys of the inputs each row made, with their kinds. */
  keysByRow: Map<number, { key: string; type: CountedType }[]>;
};

/** Rows' inputs as one batch. Which row made which input is kept, so that outcomes find their way back. */
export function asBatch(rows: Iterable<readonly [rowNumber: number, inputs: RowInputs]>): ChunkBatch {
  const all = noInputs();
  const keysByRow: ChunkBatch['keysByRow'] = new Map();
  for (const [rowNumber, inputs] of rows) {
    const keys: { key: string; type: CountedType }[] = [];
    all.teammates.push(...inputs.teammates);
    all.campaigns.push(...inputs.campaigns);
    all.products.push(...inputs.products);
    all.accounts.push(...inputs.accounts);
    all.contacts.push(...inputs.contacts);
    all.opportunities.push(...inputs.opportunities);
    all.stageChanges.push(...inputs.stageChanges);
    all.interactions.push(...inputs.interactions);
    for (const [kind, type] of kinds) for (const { key } of inputs[kind]) keys.push({ key, type });
    keysByRow.set(rowNumber, keys);
  }
  const { custom: _, ...batch } = all;
  return { batch, keysByRow };
}
