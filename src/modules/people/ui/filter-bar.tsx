import { useState } from 'react';
import { FilterChip, FilterChips } from '../../../web/parts/filter-chips.tsx';
import partsClasses from '../../../web/parts/parts.module.css';
import { useWorkspace } from '../../../web/session.ts';
import type { FilterClause, ListField } from '../lists/contract.ts';
import { FilterForm } from './filter-form.tsx';
import { clauseWords } from './filter-words.ts';
import { SearchMenu } from './search-menu.tsx';
import { useNames } from './use-choices.ts';

type FilterBarProps = {
  fields: readonly ListField[];
  clauses: readonly FilterClause[];
  onChange: (clauses: FilterClause[]) => void;
  right?: React.ReactNode;
};

/** The filters in force, each to open, change and take off; and one more from any field. */
export function FilterBar({ fields, clauses, onChange, right }: FilterBarProps) {
  const { currency } = useWorkspace();
  const [adding, setAdding] = useState<ListField | null>(null);
  const fieldOf = (key: string) => fields.find((field) => field.key === key);
  const nameOf = useNames(
    clauses.flatMap((clause) => {
      const refers = fieldOf(clause.field)?.refers;
      const values = [...(clause.values ?? []), ...(clause.value === undefined ? [] : [clause.value])];
      return refers ? values.map((id) => ({ refers, id: String(id) })) : [];
    }),
  );
  return (
    <FilterChips right={right}>
      {clauses.map((clause, index) => {
        const field = fieldOf(clause.field);
        const clear = () => onChange(clauses.filter((_, other) => other !== index));
        if (!field) {
          return (
            <FilterChip key={clause.field} label={clause.field} value="(unknown field)" onClear={clear} />
          );
        }
        return (
          <FilterChip
            key={`${clause.field} ${clause.op} ${clauses.slice(0, index).filter((one) => one.field === clause.field).length}`}
            label={field.label}
            value={clauseWords(field, clause, { currency, nameOf })}
            onClear={clear}
          >
            {(close) => (
              <FilterForm
                field={field}
                clause={clause}
                onApply={(next) => {
                  onChange(clauses.map((one, other) => (other === index ? next : one)));
                  close();
                }}
              />
            )}
          </FilterChip>
        );
      })}
      {adding ? (
        <FilterChip
          key={`new ${adding.key}`}
          label={adding.label}
          value="…"
          defaultOpened
          onShut={() => setAdding(null)}
        >
          {() => (
            <FilterForm
              field={adding}
              clause={null}
              onApply={(next) => {
                onChange([...clauses, next]);
                setAdding(null);
              }}
            />
          )}
        </FilterChip>
      ) : null}
      <SearchMenu
        label="Filter by"
        options={fields.map((field) => ({ value: field.key, label: field.label }))}
        onPick={(key) => setAdding(fieldOf(key) ?? null)}
      >
        {(button) => (
          <button type="button" className={`${partsClasses.chip} ${partsClasses.chipText}`} {...button}>
            + filter
          </button>
        )}
      </SearchMenu>
    </FilterChips>
  );
}
