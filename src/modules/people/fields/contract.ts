import { z } from 'zod';
import { operation } from '../../workspace/access.ts';
import { id } from '../records.ts';

const tag = 'Custom fields';

export const customFieldTypes = ['text', 'number', 'date', 'boolean', 'option'] as const;
export type CustomFieldType = (typeof customFieldTypes)[number];
export const customRecordTypes = ['contact', 'account', 'opportunity', 'campaign'] as const;

const recordType = z.enum(customRecordTypes);
const label = z.string().trim().min(1).max(200);
const option = z.object({ value: z.string().trim().min(1).max(200), label });
const options = z.array(option).max(500);

const customField = z.object({
  id,
  recordType,
  key: z.string(),
  label: z.string(),
  type: z.enum(customFieldTypes),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  position: z.number().int(),
});
export type CustomField = z.infer<typeof customField>;

const fieldList = z.object({ items: z.array(customField) });

export const fieldsContract = {
  list: operation({
    method: 'GET',
    path: '/custom-fields',
    access: 'people:read',
    tag,
    summary: 'The custom fields, in their order',
  })
    .input(z.object({ recordType: recordType.optional() }))
    .output(fieldList),
  create: operation({
    method: 'POST',
    path: '/custom-fields',
    access: 'fields:write',
    tag,
    summary: 'Create a custom field',
    creates: true,
  })
    .input(
      z.object({
        recordType,
        label,
        key: z
          .string()
          .regex(/^[a-z][a-z0-9_]{0,62}$/, 'small letters, digits and _, beginning with a letter, at most 63')
          .optional()
          .meta({ description: 'Made of the label where it is absent; stays for good' }),
        type: z.enum(customFieldTypes),
        options: options.optional().meta({ description: 'For type option: what may be chosen' }),
      }),
    )
    .output(customField),
  update: operation({
    method: 'PATCH',
    path: '/custom-fields/{customFieldId}',
    access: 'fields:write',
    tag,
    summary: "Change a custom field's label or options",
    description:
      'Key and type stay. Options may be added and renamed; one that records still hold cannot be removed.',
  })
    .input(z.object({ customFieldId: id, label: label.optional(), options: options.optional() }))
    .output(customField),
  reorder: operation({
    method: 'PUT',
    path: '/custom-fields/order',
    access: 'fields:write',
    tag,
    summary: 'Put the custom fields in another order',
  })
    .input(z.object({ recordType, customFieldIds: z.array(id).min(1).max(1_000) }))
    .output(fieldList),
};
