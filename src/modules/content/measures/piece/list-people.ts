import { AppError } from '../../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../../platform/postgres/database.ts';
import { finishedFrom } from '../../words.ts';
import type { NextStep, PeopleList, PieceReader, PieceScope } from './contract.ts';
import { type PiecePlan, peopleOf, planPiece } from './plan.ts';
import { reachOf } from './queries/read-pages.ts';
import { stageNames, stagesWhenRead } from './queries/stages-when-read.ts';
import { longEnoughAgo, whatFollowed } from './queries/what-followed.ts';
import { stepText } from './step-text.ts';

export type PeopleQuery = PieceScope & {
  of: PeopleList;
  page?: number | undefined;
  stage?: string | undefined;
  step?: NextStep | undefined;
  limit: number;
  cursor?: string | undefined;
};

type Row = {
  key: string;
  place: number;
  contactId: string | null;
  name: string | null;
  title: string | null;
  contactEmail: string | null;
  email: string | null;
  accountId: string | null;
  accountName: string | null;
  firstAt: Date;
  lastAt: Date;
  visits: number;
  ms: number;
  completion: number | null;
  furthestPage: number | null;
  version: number | null;
  buying: string | null;
  lifecycle: string | null;
  step: NextStep | null;
  stepAt: Date | null;
  what: string | null;
  opportunityId: string | null;
  opportunityName: string | null;
  amountMinor: number | null;
  currency: string | null;
};

/** The people behind a figure, latest first. */
export async function listPeople(
  options: PeopleQuery & { tx: Tx; now: Date },
): Promise<{ items: PieceReader[]; nextCursor: string | null }> {
  const { tx, now, limit, cursor, ...query } = options;
  const plan = await planPiece({ tx, now, scope: query });
  const { ctes, joins, where } = await selectionOf(plan, query);
  const [place, key] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2);
  const micros = sql`(extract(epoch from s.last_at) * 1000000)::bigint`;
  const rows = await tx.rows<Row>(sql`
    with ${ctes}, ${stagesWhenRead()},
    listed as (
      select s.*, ${micros} as place, ${joins.columns} from staged s ${joins.tables}
      where ${where} and (${place}::bigint is null or (${micros}, s.person) < (${place}, ${key}))
      order by s.last_at desc, s.person desc limit ${limit + 1})
    select s.person as key, s.place, s.contact_id as "contactId", c.name, c.title, c.email as "contactEmail",
      latest.email, a.id as "accountId", a.name as "accountName", s.first_at as "firstAt", s.last_at as "lastAt",
      s.visits, s.ms, s.completion, furthest.page as "furthestPage", latest.number as version, s.buying, s.lifecycle,
      s.step, s.step_at as "stepAt", s.what, o.id as "opportunityId", o.name as "opportunityName",
      o.amount_minor as "amountMinor", o.currency
    from listed s
    left join contact c on c.id = s.contact_id
    left join account a on a.id = c.account_id
    left join opportunity o on o.id = s.opportunity_id
    left join lateral (select max(p.page) as page from counted k join asset_visit_page p on p.visit_id = k.visit_id
      where k.person = s.person) furthest on true
    left join lateral (select v.number, w.email from counted k join asset_visit w on w.id = k.visit_id
      join asset_version v on v.id = w.version_id where k.person = s.person order by k.at desc limit 1) latest on true
    order by s.last_at desc, s.person desc`);
  const names = await stageNames(plan);
  return toPage({
    rows,
    limit,
    item: (row) => present(row, names),
    cursor: (row) => [row.place, row.key],
  });
}

type Selection = { ctes: SQL; joins: { columns: SQL; tables: SQL }; where: SQL };

const noStep = {
  columns: sql`null::text as step, null::timestamptz as step_at, null::text as what, null::uuid as opportunity_id`,
  tables: sql``,
};

async function selectionOf(
  plan: PiecePlan,
  query: Omit<PeopleQuery, 'limit' | 'cursor'>,
): Promise<Selection> {
  const { of, page, stage, step } = query;
  const simple = (where: SQL): Selection => ({ ctes: peopleOf(plan), joins: noStep, where });
  switch (of) {
    case 'readers':
      return simple(sql`true`);
    case 'finished':
      return simple(sql`s.completion >= ${finishedFrom}`);
    case 'unfinished':
      return simple(sql`s.completion < ${finishedFrom}`);
    case 'buying':
      return simple(sql`s.buying is not distinct from ${stage ?? null}::text`);
    case 'lifecycle':
      return simple(sql`s.lifecycle is not distinct from ${stage ?? null}::text`);
    case 'page_viewers':
      return { ...simple(sql`true`), ctes: peopleOf({ ...plan, versionId: null }, { ofPages: true }) };
    case 'reached':
    case 'stopped':
      return onPage(plan, of, page);
    case 'followed':
      return followedBy(plan, step);
  }
}

function onPage(plan: PiecePlan, of: 'reached' | 'stopped', page: number | undefined): Selection {
  if (page === undefined) throw lacking('page', 'Say which page: page=7.');
  const versionId = plan.versionId ?? plan.piece.currentVersionId;
  if (versionId === null) throw new AppError('not_found', 'This piece has no version with pages.');
  const where =
    of === 'stopped'
      ? sql`exists (select from reach r where r.person = s.person and r.stopped_at = ${page})`
      : sql`exists (select from on_pages o where o.person = s.person and o.page = ${page})`;
  return { ctes: reachOf(plan, versionId), joins: noStep, where };
}

function followedBy(plan: PiecePlan, step: NextStep | undefined): Selection {
  if (step === undefined) throw lacking('step', 'Say which step followed: step=meeting.');
  return {
    ctes: sql`${peopleOf(plan)},
      pairs as materialized (select ${plan.piece.id}::uuid as asset_id, contact_id, first_at from people
        where contact_id is not null and ${longEnoughAgo(plan.now)}),
      ${whatFollowed}`,
    joins: {
      columns: sql`f.step, f.at as step_at, f.what, f.opportunity_id`,
      tables: sql`join followed f on f.contact_id = s.contact_id and f.step = ${step}`,
    },
    where: sql`true`,
  };
}

const lacking = (path: string, message: string) =>
  new AppError('invalid_input', message, { fields: [{ path, message }] });

function present(row: Row, names: Awaited<ReturnType<typeof stageNames>>): PieceReader {
  return {
    key: row.key,
    contact:
      row.contactId === null
        ? null
        : { id: row.contactId, name: row.name ?? '', title: row.title, email: row.contactEmail },
    email: row.email,
    account: row.accountId === null ? null : { id: row.accountId, name: row.accountName ?? '' },
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    visits: row.visits,
    activeMs: row.ms,
    completion: row.completion,
    furthestPage: row.furthestPage,
    version: row.version,
    buyingStage: row.buying === null ? null : (names.buying.get(row.buying) ?? row.buying),
    lifecycleStage: row.lifecycle === null ? null : (names.lifecycle.get(row.lifecycle) ?? row.lifecycle),
    followed:
      row.step === null || row.stepAt === null
        ? null
        : {
            step: row.step,
            at: row.stepAt.toISOString(),
            text: stepText(row.step, row.what, names.lifecycle),
            opportunity:
              row.opportunityId === null
                ? null
                : {
                    id: row.opportunityId,
                    name: row.opportunityName ?? '',
                    amountMinor: row.amountMinor,
                    currency: row.currency,
                  },
          },
  };
}
