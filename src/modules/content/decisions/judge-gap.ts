import type { EvidenceFigure } from './contract.ts';
import { type Judgement, ruleWords } from './judge-piece.ts';

type Gap = {
  state: 'gap' | 'crowded' | 'covered' | 'empty';
  deals: number;
  amountMinor: number;
  money: string;
  requests: number;
};

const fewestDeals = 2;
const fewestRequests = 3;

/** Whether something is to be made for a place on the map. */
export function judgeGap({ state, deals, amountMinor, money, requests }: Gap): Judgement | null {
  const isGap = state === 'gap' && (deals >= fewestDeals || requests >= 1);
  if (!isGap && requests < fewestRequests) return null;
  const waits = amountMinor > 0 ? `${money} waiting` : `${deals} ${deals === 1 ? 'deal' : 'deals'} waiting`;
  const asked = `asked for by ${requests}`;
  const figures: EvidenceFigure[] = [
    {
      key: 'amountMinor',
      words: `${money} in open deals`,
      value: amountMinor,
      n: deals,
    },
    { key: 'deals', words: `${deals} open ${deals === 1 ? 'deal' : 'deals'}`, value: deals, n: null },
    { key: 'requests', words: requests === 0 ? 'nobody asked for it yet' : asked, value: requests, n: null },
  ];
  return {
    kind: 'make',
    rule: ruleWords.make,
    reason: [...(requests > 0 ? [asked] : []), ...(deals > 0 ? [waits] : [])].join(', '),
    page: null,
    figures,
  };
}
