import { AppError } from '../../../platform/errors.ts';
import { type Mapping, mapping } from './schema.ts';

/** A mapping from what was written, or an error that says which key is wrong. */
export function readMapping(written: unknown): Mapping {
  const parsed = mapping.safeParse(written);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: 'there is no such key in a mapping',
    }));
  });
  const lines = fields.slice(0, 5).map((field) => `${field.path || 'the mapping'}: ${field.message}`);
  const more = fields.length > 5 ? ` (and ${fields.length - 5} more)` : '';
  throw new AppError('invalid_input', `The mapping is not right. ${lines.join('; ')}${more}.`, { fields });
}

export function readMappingText(text: string): Mapping {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid_input', `The mapping is not valid JSON: ${detail}.`);
  }
  return readMapping(written);
}
