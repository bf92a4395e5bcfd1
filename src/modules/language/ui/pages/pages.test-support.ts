import type { Definition, Side, Version } from './api-types.ts';

let made = 0;
function nextId(): string {
  made += 1;
  return `0193f0aa-0000-7000-8000-${String(made).padStart(12, '0')}`;
}

export function aVersion(changes: Partial<Version> = {}): Version {
  return {
    id: nextId(),
    definitionId: '0193f0aa-0000-7000-8000-000000000000',
    number: 1,
    status: 'draft',
    body: { kind: 'term', word: 'MQL', meaning: 'Marketing qualified lead.' },
    clauses: [],
    hash: '0'.repeat(64),
    note: null,
    createdAt: '2026-11-12T10:00:00.000Z',
    createdBy: 'Mara Linde',
    side: null,
    proposedAt: null,
    answersId: null,
    wantedFrom: null,
    inForceFrom: null,
    inForceTo: null,
    unsigned: false,
    signatures: [],
    missing: [],
    objections: [],
    ...changes,
  };
}

export const aSignature = (side: Side): Version['signatures'][number] => ({
  id: nextId(),
  side,
  userId: `u-${side}`,
  name: side === 'sales' ? 'Sven Holt' : 'Mara Linde',
  at: '2026-11-14T10:00:00.000Z',
  hash: '0'.repeat(64),
});

export const anObjection = (side: Side): Version['objections'][number] => ({
  id: nextId(),
  side,
  name: side === 'sales' ? 'Sven Holt' : 'Mara Linde',
  at: '2026-11-13T10:00:00.000Z',
  reason: 'One look at pricing is a price check.',
  settledAt: null,
});

export const aDefinition = (changes: Partial<Definition> = {}): Definition => ({
  id: '0193f0aa-0000-7000-8000-000000000000',
  kind: 'stage',
  key: 'mql',
  word: 'MQL',
  meaning: 'Marketing qualified lead.',
  inForce: null,
  proposal: null,
  openQuestions: 0,
  stageKey: 'mql',
  versions: [],
  mySide: null,
  mySides: [],
  usedBy: [],
  ...changes,
});
