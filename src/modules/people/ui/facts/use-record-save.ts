import { useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { asProblem } from '../../../../web/problem.ts';
import type { RecordType } from '../../lists/contract.ts';
import type { CustomValue } from '../api-types.ts';
import { type Fact, factWords } from './fact.ts';

/** Somebody else changed the same field in the meantime. Nothing was written. */
export type Conflict = { theirs: string | null; by: string | null; at: string | null; updatedAt: string };
export type SaveOutcome =
  | { state: 'saved'; alsoChangedBy: string | null }
  | { state: 'conflict'; conflict: Conflict };

type Versioned = { id: string; updatedAt: string };

export type Saving<Changes, Detail extends Versioned> = {
  recordType: RecordType;
  update: (changes: Changes, expectedUpdatedAt: string) => Promise<Detail>;
  load: () => Promise<Detail>;
  /** Puts a record that came back where the page reads it. */
  keep: (detail: Detail) => void;
  factsOf: (detail: Detail) => readonly Fact<Changes>[];
};

/** What the reader saw when they began to type. */
export type Seen = { value: CustomValue; updatedAt: string };

/** 409 for a record that is newer than what was seen; other conflicts (a taken e-mail address) are the field's own. */
function isStale(error: unknown): boolean {
  const problem = asProblem(error);
  return (
    problem.code === 'conflict' &&
    Boolean(problem.fields?.some((field) => field.path === 'expectedUpdatedAt'))
  );
}

const lookedThrough = 20;

async function lastChange(recordType: RecordType, recordId: string, field: string | null) {
  const page = await client.people.history.changes({ recordType, recordId, limit: lookedThrough });
  return page.items.find((change) => field === null || field in change.changes) ?? null;
}

/**
 * Saves one field. Where the record was changed since it was seen, but not in this field, the change is made on what
 * is there now; where this very field was changed, nothing is written and the caller asks the reader.
 */
export function useRecordSave<Changes, Detail extends Versioned>(saving: Saving<Changes, Detail>) {
  const queryClient = useQueryClient();
  const write = async (changes: Changes, updatedAt: string) => {
    saving.keep(await saving.update(changes, updatedAt));
    void queryClient.invalidateQueries({ queryKey: api.people.key() });
  };
  return async (fact: Fact<Changes>, value: CustomValue, seen: Seen): Promise<SaveOutcome> => {
    const changes = fact.change(value);
    try {
      await write(changes, seen.updatedAt);
      return { state: 'saved', alsoChangedBy: null };
    } catch (error) {
      if (!isStale(error)) throw error;
    }
    const fresh = await saving.load();
    saving.keep(fresh);
    const theirs = saving.factsOf(fresh).find((one) => one.key === fact.key);
    if (theirs && theirs.value === seen.value) {
      const other = await lastChange(saving.recordType, fresh.id, null);
      await write(changes, fresh.updatedAt);
      const isSince = other !== null && Date.parse(other.at) >= Date.parse(seen.updatedAt);
      return { state: 'saved', alsoChangedBy: isSince ? other.actorName : null };
    }
    const change = await lastChange(saving.recordType, fresh.id, fact.key);
    return {
      state: 'conflict',
      conflict: {
        theirs: theirs ? factWords(theirs) : null,
        by: change?.actorName ?? null,
        at: change?.at ?? null,
        updatedAt: fresh.updatedAt,
      },
    };
  };
}
