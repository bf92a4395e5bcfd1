import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;
type Journeys = typeof client.results.journeys;

export type Waterfall = Answer<Journeys['waterfall']>;
export type WaterfallStep = Waterfall['steps'][number];
export type WaterfallRow = Waterfall['rows'][number];
export type WaterfallPerson = Answer<Journeys['waterfallPeople']>['items'][number];
export type Paths = Answer<Journeys['paths']>;
export type PathRow = Paths['rows'][number];
export type Flow = Answer<Journeys['flow']>;
export type FlowNode = Flow['nodes'][number];
export type FlowLink = Flow['links'][number];
export type Stalls = Answer<Journeys['stalls']>;
export type StallRow = Stalls['rows'][number];
export type StalledLead = Answer<Journeys['stalledLeads']>['items'][number];
export type Lift = Answer<Journeys['beforeAWin']>;
export type LiftRow = Lift['rows'][number];
export type LiftCell = LiftRow['cells'][number];
export type JourneyDeal = Answer<Journeys['deals']>['items'][number];
export type AccountJourney = Answer<Journeys['account']>;
export type PictureTouch = AccountJourney['touches'][number];
export type PictureMark = AccountJourney['marks'][number];
