import { readMapping } from '../mapping/read-mapping.ts';
import type { MappingInput } from '../mapping/schema.ts';
import type { PresetPart } from './preset.ts';

/** What the parts of the Salesforce preset share. Ids have 15 or 18 characters; their first three tell the object. */
export const sid = (column: string, prefix?: string) => ({ column, as: 'salesforce-id' as const, prefix });
export const byId = (column: string, prefix?: string) => ({ id: sid(column, prefix) });
/** Owners are made known by their id alone; an export's User file, where there is one, names them. */
export const ownerRecord = { record: 'teammate' as const, id: sid('OwnerId', '005') };
export const owner = 'owner';
export const yes = ['1', 'true'];
const notDeleted = [{ column: 'IsDeleted', is: yes }];

// Kept by Salesforce for its own use, or said by another column already.
export const systemColumns = [
  'IsDeleted',
  'MasterRecordId',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
  'PhotoUrl',
  'Jigsaw',
  'JigsawCompanyId',
  'JigsawContactId',
];
const addressParts = [
  'Street',
  'City',
  'State',
  'PostalCode',
  'Latitude',
  'Longitude',
  'GeocodeAccuracy',
  'Address',
];
export const address = (prefix: string, kept: readonly string[] = []) =>
  addressParts.map((part) => prefix + part).filter((column) => !kept.includes(column));

type PartInput = Pick<MappingInput, 'records'> &
  Partial<MappingInput> & {
    /** Links that are made in a second reading; rows without a value in the column `needs` have none. */
    links?: { needs: string; records: MappingInput['records'] };
  };

export function part(object: string, signature: readonly string[], input: PartInput): PresetPart {
  const fileName = new RegExp(`^${object}(?:[ _-]?(?:export|data|\\d+|\\(\\d+\\)))*$`, 'i');
  const { links, ...rest } = input;
  const common = {
    name: `Salesforce ${object}`,
    system: 'salesforce',
    missingColumns: 'allow',
    leaveOut: notDeleted,
  };
  const linking = links && {
    needs: links.needs,
    mapping: readMapping({
      ...common,
      leaveOut: [...notDeleted, { column: links.needs, blank: true }],
      records: links.records,
    }),
  };
  return {
    name: object,
    fileName,
    signature: ['Id', ...signature],
    mapping: readMapping({ ...common, ...rest }),
    linking,
  };
}
