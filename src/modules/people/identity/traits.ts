import { sql } from '../../../platform/postgres/database.ts';

/** Fields of a contact that trackers may fill, and the names under which they say them; `a.b` is b within a. */
const traitPaths = {
  firstName: ['firstName', 'first_name', 'firstname', 'given_name'],
  lastName: ['lastName', 'last_name', 'lastname', 'family_name'],
  name: ['name', 'fullName', 'full_name'],
  title: ['title', 'jobTitle', 'job_title', 'position'],
  phone: ['phone', 'phoneNumber', 'phone_number', 'mobile'],
  city: ['city', 'address.city'],
  country: ['country', 'address.country'],
  company: ['company.name', 'companyName', 'company_name', 'company', 'organization'],
  companyDomain: ['companyDomain', 'company_domain', 'company.domain', 'company.website'],
} as const;
export type TraitField = keyof typeof traitPaths;

const groupPaths = {
  name: ['name', 'company', 'companyName'],
  domain: ['domain', 'website', 'url'],
} as const;

// What ingest keeps of a text at most, and of a name, which stands in an index.
const maxLength = { name: 600, firstName: 600, lastName: 600, company: 600, companyDomain: 600 } as const;
const maxTextLength = 8_192;

function lengthOf(field: string): number {
  return Object.entries(maxLength).find(([name]) => name === field)?.[1] ?? maxTextLength;
}

/** Rows (field, value) of what `f.traits` say, one path at a time, the first path that says something. */
function valuesOf(paths: Readonly<Record<string, readonly string[]>>) {
  const rows = Object.entries(paths).map(([field, names]) => {
    const said = names.map((name) => {
      const value = `f.traits #> '{${name.replaceAll('.', ',')}}'`;
      // Only texts and numbers: an object or a list is not a name.
      return `case when jsonb_typeof(${value}) in ('string', 'number') then
        nullif(btrim(f.traits #>> '{${name.replaceAll('.', ',')}}', E' \\t\\n\\r'), '') end`;
    });
    return `('${field}', ${lengthOf(field)}, coalesce(${said.join(', ')}))`;
  });
  return sql.raw(
    `(select v.field, v.value from (values ${rows.join(', ')}) v(field, most, value)
      where v.value is not null and length(v.value) <= v.most)`,
  );
}

const topNames = [
  ...new Set(Object.values(traitPaths).flatMap((names) => names.map((name) => name.split('.')[0]))),
];

/** All that `f.traits` say of a person as one object of fields; empty where they say nothing. */
export const saidOfPerson = sql`case
  when f.kind = 'group' or not jsonb_exists_any(f.traits, ${sql.param(topNames)}::text[]) then '{}'::jsonb
  else coalesce((select jsonb_object_agg(v.field, v.value) from ${valuesOf(traitPaths)} v), '{}') end`;
export const groupTraits = valuesOf(groupPaths);
