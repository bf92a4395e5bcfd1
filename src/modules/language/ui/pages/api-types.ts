import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type DefinitionList = Answer<typeof client.language.listDefinitions>;
export type Summary = DefinitionList['items'][number];
export type Kind = Summary['kind'];
export type Definition = Answer<typeof client.language.getDefinition>;
export type Version = Definition['versions'][number];
export type Body = Version['body'];
export type BodyOf<One extends Kind> = Extract<Body, { kind: One }>;
export type Side = Version['signatures'][number]['side'];
export type ClauseChange = Answer<typeof client.language.compareVersions>['clauses'][number];
export type Question = Answer<typeof client.language.listQuestions>['items'][number];
export type DefinitionEvent = Answer<typeof client.language.listDefinitionEvents>['items'][number];
export type SigningPolicy = Answer<typeof client.language.readSigningPolicy>;
