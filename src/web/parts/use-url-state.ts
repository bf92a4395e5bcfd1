import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { z } from 'zod';

type Changes<State> = { [Key in keyof State]?: State[Key] | undefined };

/**
 * Page state in the address. Give each field of the schema a `.catch(default)`, so that a mangled address still shows
 * the page; numbers as `z.coerce.number()`. `set` merges; what is undefined or '' leaves the address.
 *
 *     const pageState = z.object({ q: z.string().catch(''), lens: z.enum(['both', 'filter', 'gates']).catch('both') });
 *     const [state, set] = useUrlState(pageState);
 *     set({ lens: 'gates' });                 // a step that "back" undoes
 *     set({ q: text }, { replace: true });    // typing
 */
export function useUrlState<Schema extends z.ZodObject>(
  schema: Schema,
): [z.output<Schema>, (changes: Changes<z.input<Schema>>, options?: { replace?: boolean }) => void] {
  const search: unknown = useSearch({ strict: false });
  const state = useMemo(() => schema.parse(search), [schema, search]);
  const navigate = useNavigate();
  const set = useCallback(
    (changes: Changes<z.input<Schema>>, options: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: (now: Record<string, unknown>) => ({ ...now, ...changes }),
        replace: options.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [state, set];
}

/** A parameter of the page's path, such as `id` of `/people/contacts/$id`. */
export function usePathParam(name: string): string {
  const params: Record<string, unknown> = useParams({ strict: false });
  const value = params[name];
  if (typeof value !== 'string') throw new Error(`The path of this page has no $${name}.`);
  return value;
}
