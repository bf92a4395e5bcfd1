import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { day, id, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { definitionBody, definitionKinds } from './bodies.ts';

const tag = 'Definitions';

const sides = ['marketing', 'sales'] as const;
export type Side = (typeof sides)[number];
const side = z.enum(sides);

/**
 * draft: written by one side. proposed: waits for signatures. signed: by both, and its day has not come. in_force:
 * what the word means now. superseded: what it meant. withdrawn: taken back by whoever proposed it.
 */
const versionStatuses = ['draft', 'proposed', 'signed', 'in_force', 'superseded', 'withdrawn'] as const;
export type VersionStatus = (typeof versionStatuses)[number];

const signature = z.object({
  id,
  side,
  userId: id,
  name: z.string(),
  at: time,
  hash: z.string().describe('SHA-256 of the text that was signed, as 64 hexadecimal digits'),
});
export type Signature = z.infer<typeof signature>;

const objection = z.object({
  id,
  side,
  name: z.string(),
  at: time,
  reason: z.string(),
  settledAt: time
    .nullable()
    .describe('when the same side signed this version after all, or took the objection back'),
});
export type Objection = z.infer<typeof objection>;

/** One clause of a definition, in words: a row of the page. */
const clause = z.object({
  key: z.string().describe('the same in all versions of a definition, so that two can be laid side by side'),
  label: z.string(),
  text: z.string(),
});
export type Clause = z.infer<typeof clause>;

/** A piece of a clause beside the other version: the same in both, only in the newer, only in the older. */
const piece = z.object({ text: z.string(), is: z.enum(['same', 'added', 'removed']) });
const clauseChange = z.object({
  key: z.string(),
  label: z.string(),
  before: z.array(piece).nullable().describe('null: the older version says nothing of this'),
  after: z.array(piece).nullable(),
  summary: z.string().nullable().describe('the difference in words: "pricing page: 2 views instead of 1"'),
});
export type ClauseChange = z.infer<typeof clauseChange>;

const version = z.object({
  id,
  definitionId: id,
  number: z.number().int(),
  status: z.enum(versionStatuses),
  body: definitionBody,
  clauses: z.array(clause),
  hash: z.string(),
  note: z.string().nullable().describe('why, in the words of who wrote it'),
  createdAt: time,
  createdBy: z.string(),
  /** Whose proposal; null where neither side's: a start that came with the workspace. */
  side: side.nullable(),
  proposedAt: time.nullable(),
  answersId: id.nullable().describe('the version that this is a counter-proposal to'),
  wantedFrom: day.nullable().describe('the day from which it is to hold; null: as soon as both have signed'),
  inForceFrom: time.nullable(),
  inForceTo: time.nullable(),
  unsigned: z.boolean().describe('in force although not both sides have signed: it came with the workspace'),
  signatures: z.array(signature),
  missing: z.array(z.object({ side, more: z.number().int() })).describe('who has yet to sign'),
  objections: z.array(objection),
});
export type DefinitionVersion = z.infer<typeof version>;

const summary = z.object({
  id,
  kind: z.enum(definitionKinds),
  key: z.string(),
  word: z.string(),
  meaning: z.string(),
  inForce: z
    .object({
      versionId: id,
      number: z.number().int(),
      from: time,
      unsigned: z.boolean(),
      signatures: z.array(signature.pick({ side: true, name: true, at: true })),
    })
    .nullable(),
  proposal: z
    .object({
      versionId: id,
      number: z.number().int(),
      status: z.enum(['draft', 'proposed', 'signed']),
      side: side.nullable(),
      at: time,
      missing: z.array(side),
      objections: z.number().int(),
    })
    .nullable()
    .describe('the latest version that is not yet in force; a draft only where nothing is proposed'),
  openQuestions: z.number().int(),
  stageKey: z.string().nullable().describe('of a stage: the lifecycle stage it defines'),
});
export type DefinitionSummary = z.infer<typeof summary>;

const definition = summary.extend({
  versions: z.array(version).describe('newest first'),
  mySide: side
    .nullable()
    .describe(
      'for which side the caller would sign now: their own, or of several the one still missing; null: for neither',
    ),
  mySides: z.array(side).describe('all sides for which the caller may sign, by the signing policy'),
  usedBy: z.array(z.object({ id, word: z.string() })).describe('definitions whose rules ask this one'),
});
export type Definition = z.infer<typeof definition>;

const signingRule = z.object({
  side,
  roles: z.array(z.enum(['admin', 'marketing', 'sales', 'liaison'])).min(1),
  quorum: z.number().int().min(1).max(20).describe('how many of them have to sign'),
});
const signingPolicy = z.object({ rules: z.array(signingRule).length(2) });
export type SigningPolicy = z.infer<typeof signingPolicy>;

const note = z.string().trim().min(3, 'say why in a few words').max(2_000);
const ofVersion = z.object({ id, versionId: id });

export const definitionsContract = {
  listDefinitions: operation({
    method: 'GET',
    path: '/definitions',
    access: 'language:read',
    tag,
    summary: 'List what every word means, with what is proposed and what is open',
  })
    .input(z.object({ kind: z.enum(definitionKinds).optional() }))
    .output(
      z.object({
        items: z.array(summary),
        unsigned: z.number().int(),
        awaitingMe: z.number().int().describe('proposals that the caller could sign'),
        openQuestions: z.number().int(),
      }),
    ),
  getDefinition: operation({
    method: 'GET',
    path: '/definitions/{id}',
    access: 'language:read',
    tag,
    summary: 'Read a definition with all its versions, signatures and objections',
    description: '`id` is the id or the key.',
  })
    .input(
      z.object({
        id: z
          .string()
          .max(63)
          .regex(
            /^([a-z][a-z0-9_]*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
            'an id, or a key such as mql',
          ),
      }),
    )
    .output(definition),
  createDefinition: operation({
    method: 'POST',
    path: '/definitions',
    access: 'language:write',
    tag,
    summary: 'Define a word: a first version, as a draft',
    creates: true,
  })
    .input(
      z.object({
        key: z
          .string()
          .regex(/^[a-z][a-z0-9_]{0,62}$/)
          .optional()
          .describe('made from the word where absent'),
        body: definitionBody,
        note: z.string().trim().max(2_000).optional(),
      }),
    )
    .output(definition),
  writeVersion: operation({
    method: 'POST',
    path: '/definitions/{id}/versions',
    access: 'language:write',
    tag,
    summary: 'Write a new version, as a draft; with `answersId` the draft of a counter-proposal',
    creates: true,
  })
    .input(
      z.object({
        id,
        body: definitionBody,
        note: z.string().trim().max(2_000).optional(),
        answersId: id.optional().describe('the version, proposed or in force, that this one answers'),
      }),
    )
    .output(version),
  editDraft: operation({
    method: 'PUT',
    path: '/definitions/{id}/versions/{versionId}',
    access: 'language:write',
    tag,
    summary: 'Change a draft; anything further has its text for good',
  })
    .input(ofVersion.extend({ body: definitionBody, note: z.string().trim().max(2_000).optional() }))
    .output(version),
  propose: operation({
    method: 'POST',
    path: '/definitions/{id}/versions/{versionId}/proposal',
    access: 'language:write',
    tag,
    summary: 'Propose a draft to both sides',
    creates: true,
  })
    .input(ofVersion.extend({ wantedFrom: day.optional(), note: z.string().trim().max(2_000).optional() }))
    .output(version),
  sign: operation({
    method: 'POST',
    path: '/definitions/{id}/versions/{versionId}/signatures',
    access: 'language:sign',
    tag,
    summary: 'Sign a version for one side',
    description:
      'A proposed one, or the start that came with the workspace. The hash is of the text the signer has read; where the version says something else, nothing is signed. Nobody signs for both sides. The version is in force once both sides have signed and its day has come.',
    creates: true,
  })
    .input(ofVersion.extend({ side, hash: z.string().length(64) }))
    .output(version),
  object: operation({
    method: 'POST',
    path: '/definitions/{id}/versions/{versionId}/objections',
    access: 'language:sign',
    tag,
    summary: 'Object to a version, proposed or in force, with a reason',
    creates: true,
  })
    .input(ofVersion.extend({ side, reason: note }))
    .output(version),
  withdrawObjection: operation({
    method: 'POST',
    path: '/definitions/{id}/versions/{versionId}/objections/{objectionId}/withdrawal',
    access: 'language:sign',
    tag,
    summary: "Take back an objection of one's own side",
    creates: true,
  })
    .input(ofVersion.extend({ objectionId: id }))
    .output(version),
  withdraw: operation({
    method: 'POST',
    path: '/definitions/{id}/versions/{versionId}/withdrawal',
    access: 'language:write',
    tag,
    summary: 'Take back a draft or a proposal',
    creates: true,
  })
    .input(ofVersion.extend({ reason: note }))
    .output(version),
  compareVersions: operation({
    method: 'GET',
    path: '/definitions/{id}/changes',
    access: 'language:read',
    tag,
    summary: 'Say in words what one version changes in another',
  })
    .input(z.object({ id, from: id, to: id }))
    .output(z.object({ clauses: z.array(clauseChange), summary: z.array(z.string()) })),
  readSigningPolicy: operation({
    method: 'GET',
    path: '/signing-policy',
    access: 'language:read',
    tag,
    summary: 'Who signs for which side, and how many of them',
  }).output(signingPolicy),
  changeSigningPolicy: operation({
    method: 'PUT',
    path: '/signing-policy',
    access: 'workspace:admin',
    tag,
    summary: 'Change who signs for which side',
  })
    .input(signingPolicy)
    .output(signingPolicy),
  /** What happened: written, proposed, signed, objected, withdrawn, came into force. */
  listDefinitionEvents: operation({
    method: 'GET',
    path: '/definitions/{id}/events',
    access: 'language:read',
    tag,
    summary: 'What happened to a definition, newest first',
  })
    .input(pageQuery.extend({ id }))
    .output(
      pageOf(
        z.object({
          id,
          at: time,
          what: z.enum([
            'written',
            'proposed',
            'signed',
            'objected',
            'objection_withdrawn',
            'withdrawn',
            'came_into_force',
            'superseded',
            'asked',
            'answered',
          ]),
          versionNumber: z.number().int().nullable(),
          side: side.nullable(),
          name: z.string(),
          text: z.string().nullable(),
        }),
      ),
    ),
};
