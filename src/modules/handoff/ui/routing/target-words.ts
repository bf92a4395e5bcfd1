import type { Pool, Seller, Target } from './api-types.ts';

export type TargetKind = Target['kind'];

export const targetKinds: readonly { value: TargetKind; label: string }[] = [
  { value: 'rotation', label: 'by turns among a pool' },
  { value: 'teammate', label: 'to one person' },
  { value: 'pool', label: 'into a pool, to be claimed' },
];

export const isTargetKind = (word: string | null): word is TargetKind =>
  targetKinds.some(({ value }) => value === word);

/** "by turns among DACH", "to Ada", "into the pool DACH". */
export function targetInWords(kind: TargetKind, name: string): string {
  if (kind === 'teammate') return `to ${name}`;
  return kind === 'pool' ? `into the pool ${name}, to be claimed` : `by turns among ${name}`;
}

export const whoOf = (target: Target): string =>
  target.kind === 'teammate' ? target.teammateId : target.poolId;

export const targetOf = (kind: TargetKind, id: string): Target =>
  kind === 'teammate' ? { kind, teammateId: id } : { kind, poolId: id };

/** Whom or which pool a rule of this kind can lead to. */
export function choicesOf(
  kind: TargetKind,
  { sellers, pools }: { sellers: readonly Seller[]; pools: readonly Pool[] },
): { value: string; label: string }[] {
  return kind === 'teammate'
    ? sellers.map(({ teammate }) => ({ value: teammate.id, label: teammate.name }))
    : pools.map(({ id, name }) => ({ value: id, label: name }));
}
