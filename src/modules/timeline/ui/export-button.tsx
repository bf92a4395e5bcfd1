import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../web/api.ts';
import { download } from '../../../web/csv.ts';
import { formatCount } from '../../../web/parts/money.tsx';
import { asProblem } from '../../../web/problem.ts';
import type { Item, Scope } from './api-types.ts';
import { timelineCsv } from './csv.ts';
import { type Filters, queryOf } from './filters.ts';

const pageRows = 200;
const mostRows = 10_000;

/** The list as a CSV file, up to a bound that is said. */
export function ExportButton({ scope, filters }: { scope: Scope; filters: Filters }) {
  const run = useMutation({
    mutationFn: async () => {
      const items: Item[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null && items.length < mostRows) {
        const page = await client.timeline.list({
          ...queryOf(scope, filters),
          limit: pageRows,
          ...(cursor === undefined ? {} : { cursor }),
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return { items, more: cursor !== null };
    },
    onSuccess: ({ items, more }) => {
      download('timeline.csv', timelineCsv(items));
      const count = `${formatCount(items.length)} ${items.length === 1 ? 'entry' : 'entries'}`;
      notifications.show({
        message: more
          ? `The file holds the latest ${count}; there are more. Narrow the time to get the earlier ones.`
          : `The file holds all ${count} of the list.`,
        autoClose: more ? 12_000 : 5_000,
      });
    },
    onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={run.isPending}
      onClick={() => run.mutate()}
      title={`At most the latest ${formatCount(mostRows)} entries of this list`}
    >
      Export CSV
    </Button>
  );
}
