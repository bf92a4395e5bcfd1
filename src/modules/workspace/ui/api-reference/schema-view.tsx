import { useState } from 'react';
import classes from './api-reference.module.css';
import type { Schema } from './document.ts';
import { WithCode } from './with-code.tsx';

type SchemaViewProps = { schema: Schema; schemas: Record<string, Schema>; depth?: number };

/** The fields of an object, one a row; objects within open on request. */
export function SchemaView({ schema, schemas, depth = 0 }: SchemaViewProps) {
  const shown = withFields(schema, schemas);
  if (!shown) return <p className="mute">{typeOf(schema, schemas)}</p>;
  const required = new Set(shown.required);
  return (
    <ul className={classes.fields} data-depth={depth || undefined}>
      {Object.entries(shown.properties ?? {}).map(([name, field]) => (
        <Field
          key={name}
          name={name}
          field={field}
          required={required.has(name)}
          schemas={schemas}
          depth={depth}
        />
      ))}
    </ul>
  );
}

type FieldProps = {
  name: string;
  field: Schema;
  required: boolean;
  schemas: Record<string, Schema>;
  depth: number;
};

function Field({ name, field, required, schemas, depth }: FieldProps) {
  const [open, setOpen] = useState(false);
  const inner = withFields(field, schemas);
  return (
    <li>
      <div className={classes.fieldLine}>
        <code>{name}</code>
        <span className="mute">{typeOf(field, schemas)}</span>
        {required ? <span className={classes.required}>required</span> : null}
        {inner ? (
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? 'close' : 'fields'}
            <span className="sr-only"> of {name}</span>
          </button>
        ) : null}
      </div>
      <FieldWords field={field} />
      {inner && open ? <SchemaView schema={inner} schemas={schemas} depth={depth + 1} /> : null}
    </li>
  );
}

function FieldWords({ field }: { field: Schema }) {
  const limits = limitsOf(field);
  if (!field.description && !limits) return null;
  return (
    <div className={classes.fieldWords}>
      {field.description ? <WithCode text={field.description} /> : null}
      {limits ? <span className="mute"> {limits}</span> : null}
    </div>
  );
}

function limitsOf(field: Schema): string {
  const parts = [
    field.default === undefined ? null : `default ${JSON.stringify(field.default)}`,
    field.minimum === undefined ? null : `from ${field.minimum}`,
    field.maximum === undefined || field.maximum === Number.MAX_SAFE_INTEGER ? null : `to ${field.maximum}`,
    field.minLength === undefined ? null : `at least ${field.minLength} characters`,
    field.maxLength === undefined ? null : `at most ${field.maxLength} characters`,
  ];
  return parts.filter(Boolean).join(', ');
}

function resolve(schema: Schema, schemas: Record<string, Schema>): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return (name && schemas[name]) || schema;
}

/** The object with fields that a schema is, or is a list of, or may be; null where it has none. */
function withFields(schema: Schema, schemas: Record<string, Schema>): Schema | null {
  const shown = resolve(schema, schemas);
  if (shown.properties) return shown;
  if (shown.items) return withFields(shown.items, schemas);
  const choices = [...(shown.anyOf ?? []), ...(shown.oneOf ?? []), ...(shown.allOf ?? [])];
  for (const choice of choices) {
    const found = withFields(choice, schemas);
    if (found) return found;
  }
  return null;
}

const maxShownOptions = 12;

/** A type in words: `list of string`, `"a" | "b"`, `uuid or null`. */
export function typeOf(given: Schema, schemas: Record<string, Schema>): string {
  const schema = resolve(given, schemas);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) {
    const options = schema.enum.slice(0, maxShownOptions).map((option) => JSON.stringify(option));
    return `${options.join(' | ')}${schema.enum.length > maxShownOptions ? ' | …' : ''}`;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((choice) => typeOf(choice, schemas)))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items, schemas) : 'anything'}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return schema.format ?? schema.type ?? 'anything';
}
