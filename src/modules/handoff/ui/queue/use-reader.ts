import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { useMay, useMe } from '../../../../web/session.ts';
import type { Reader } from './possible-moves.ts';

const seldomChangesMs = 5 * 60_000;

/** What the one who looks may do with hand-offs, and who of ours they are. */
export function useReader(): Reader {
  const mayAnswer = useMay('handoffs:answer');
  const mayOffer = useMay('handoffs:offer');
  const { person } = useMe();
  const teammates = useQuery(
    api.people.teammates.list.queryOptions({ input: { limit: 200 }, staleTime: seldomChangesMs }),
  );
  const mine = teammates.data?.items.find((one) => person !== null && one.memberUserId === person.id);
  return { mayAnswer, mayOffer, teammateId: mine?.id ?? null, isSeller: mine?.side === 'sales' };
}
