import { z } from 'zod';
import { pageQuery } from '../../../platform/http/paging.ts';
import { id, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { boardFigures } from './figures-schema.ts';

export type * from './figures-schema.ts';

const tag = 'Results';

export const papers = ['a4', 'letter'] as const;
export type Paper = (typeof papers)[number];
const cadences = ['weekly', 'monthly', 'quarterly'] as const;
export type Cadence = (typeof cadences)[number];
/** Which quarter a scheduled page is about. */
const abouts = ['running', 'last'] as const;

const quarterKey = z
  .string()
  .regex(/^\d{4}-Q[1-4]$/, 'is a quarter such as 2026-Q3')
  .meta({ description: 'A quarter such as 2026-Q3; left out, the running one' });
const paper = z.enum(papers).default('a4');

const note = z.object({
  quarter: z.string(),
  text: z.string(),
  revision: z.number().int().meta({ description: '0: nobody has written one' }),
  writtenAt: time.nullable(),
  writtenBy: z.string().nullable(),
});
export type BoardNote = z.infer<typeof note>;

const page = z.object({
  figures: boardFigures,
  note,
  quarters: z
    .array(z.object({ key: z.string(), label: z.string() }))
    .meta({ description: 'Quarters of which there is something to read, latest first' }),
});
export type BoardPage = z.infer<typeof page>;

const reportHead = z.object({
  id,
  quarter: z.string(),
  label: z.string(),
  cause: z.enum(['kept', 'sent', 'test']),
  paper: z.enum(papers),
  madeAt: time,
  madeBy: z.string(),
  headline: z.string(),
  figuresHash: z.string().meta({ description: 'SHA-256 of the figures that were frozen' }),
  pdfHash: z.string().meta({ description: 'SHA-256 of the PDF as it was first made' }),
  recipients: z.number().int(),
  isIntact: z
    .boolean()
    .optional()
    .meta({ description: 'The PDF made again now is the same to the byte; said of a single report' }),
});
export type BoardReport = z.infer<typeof reportHead>;

const scheduleInput = z.object({
  cadence: z.enum(cadences),
  weekday: z
    .number()
    .int()
    .min(1)
    .max(7)
    .default(1)
    .meta({ description: 'Of a weekly page: 1 is Monday, 7 Sunday' }),
  dayOfMonth: z
    .number()
    .int()
    .min(1)
    .max(28)
    .default(1)
    .meta({ description: 'Of a monthly page; of a quarterly one, the day of its first month' }),
  hour: z.number().int().min(0).max(23).default(8).meta({ description: 'In the zone of the workspace' }),
  about: z.enum(abouts).default('running').meta({ description: 'Which quarter the page is about' }),
  paper,
  isOn: z.boolean().default(true),
  memberIds: z.array(id).max(200).default([]),
  addressIds: z.array(id).max(200).default([]),
});
export type ScheduleInput = z.infer<typeof scheduleInput>;

const recipient = z.object({
  kind: z.enum(['member', 'address']),
  id: z.string(),
  name: z.string(),
  address: z.string(),
  isConfirmed: z.boolean(),
});

const schedule = scheduleInput.extend({
  id,
  recipients: z.array(recipient),
  nextAt: time.nullable(),
  lastAt: time.nullable(),
  lastError: z.string().nullable().meta({ description: 'Why the page that was due could not be made' }),
  words: z.string().meta({ description: 'When it goes out, in a sentence' }),
});
export type BoardSchedule = z.infer<typeof schedule>;

const address = z.object({
  id,
  name: z.string(),
  address: z.string(),
  addedAt: time,
  addedBy: z.string(),
  confirmedAt: time.nullable(),
  confirmedBy: z.string().nullable(),
  stoppedAt: time.nullable().meta({ description: 'The reader asked for no more of it' }),
});
export type BoardAddress = z.infer<typeof address>;

const sending = z.object({
  id,
  reportId: id.nullable(),
  quarter: z.string(),
  name: z.string(),
  address: z.string(),
  cause: z.enum(['sent', 'test']),
  state: z.enum(['waiting', 'sent', 'dead']),
  attempts: z.number().int(),
  error: z.string().nullable(),
  madeAt: time,
  sentAt: time.nullable(),
});
export type BoardSending = z.infer<typeof sending>;

const member = z.object({ id: z.string(), name: z.string(), address: z.string() });

const read = operation({
  method: 'GET',
  path: '/results/board',
  access: 'results:read',
  tag,
  summary: 'The page for the board',
  description: 'Revenue and pipeline, both teams’ part, cost, velocity, forecast, and what changed and why.',
})
  .input(z.object({ quarter: quarterKey.optional() }))
  .output(page);

const pdf = operation({
  method: 'GET',
  path: '/results/board/pdf',
  access: 'results:read',
  tag,
  summary: 'The page for the board as a PDF',
})
  .input(z.object({ quarter: quarterKey.optional(), paper }))
  .output(z.file());

const writeNote = operation({
  method: 'PUT',
  path: '/results/board/notes/{quarter}',
  access: 'results:write',
  tag,
  summary: 'Write what the head says about a quarter',
  description:
    'Earlier words are kept. `revision` is the one that was read, so that nobody overwrites another.',
})
  .input(
    z.object({ quarter: quarterKey, text: z.string().trim().max(1_200), revision: z.number().int().min(0) }),
  )
  .output(note);

const listReports = operation({
  method: 'GET',
  path: '/results/board/reports',
  access: 'results:read',
  tag,
  summary: 'Pages for the board that were kept or sent',
})
  .input(z.object({ ...pageQuery.shape }))
  .output(z.object({ items: z.array(reportHead), nextCursor: z.string().nullable() }));

const keepReport = operation({
  method: 'POST',
  path: '/results/board/reports',
  access: 'results:write',
  tag,
  summary: 'Freeze the page for the board with its figures',
  creates: true,
})
  .input(z.object({ quarter: quarterKey.optional(), paper }))
  .output(reportHead);

const getReport = operation({
  method: 'GET',
  path: '/results/board/reports/{id}',
  access: 'results:read',
  tag,
  summary: 'A frozen page and the figures it was made of',
})
  .input(z.object({ id }))
  .output(reportHead.extend({ figures: boardFigures, noteText: z.string() }));

const reportPdf = operation({
  method: 'GET',
  path: '/results/board/reports/{id}/pdf',
  access: 'results:read',
  tag,
  summary: 'The PDF of a frozen page, the same to the byte',
})
  .input(z.object({ id }))
  .output(z.file());

const listSchedules = operation({
  method: 'GET',
  path: '/results/board/schedules',
  access: 'results:read',
  tag,
  summary: 'When the page for the board goes out, and to whom',
}).output(
  z.object({
    items: z.array(schedule),
    addresses: z.array(address),
    members: z.array(member),
    timeZone: z.string(),
    mailMissing: z.array(z.string()).meta({ description: 'Variables to set before mail can go out' }),
  }),
);

const createSchedule = operation({
  method: 'POST',
  path: '/results/board/schedules',
  access: 'results:write',
  tag,
  summary: 'Send the page for the board regularly',
  creates: true,
})
  .input(scheduleInput)
  .output(schedule);

const updateSchedule = operation({
  method: 'PUT',
  path: '/results/board/schedules/{id}',
  access: 'results:write',
  tag,
  summary: 'Change when the page goes out, or to whom',
})
  .input(scheduleInput.extend({ id }))
  .output(schedule);

const deleteSchedule = operation({
  method: 'DELETE',
  path: '/results/board/schedules/{id}',
  access: 'results:write',
  tag,
  summary: 'Send the page no more; what was sent stays',
})
  .input(z.object({ id }))
  .output(z.object({ id }));

const testSend = operation({
  method: 'POST',
  path: '/results/board/schedules/{id}/test',
  access: 'results:write',
  tag,
  summary: 'Send the page to oneself now',
})
  .input(z.object({ id }))
  .output(z.object({ delivered: z.boolean(), words: z.string() }));

const addAddress = operation({
  method: 'POST',
  path: '/results/board/addresses',
  access: 'results:write',
  tag,
  summary: 'Name somebody outside the workspace who should get the page',
  description: 'Nothing goes there before an administrator has confirmed the address.',
  creates: true,
})
  .input(
    z.object({
      name: z.string().trim().min(1).max(200),
      address: z.email('is not an e-mail address').max(320),
    }),
  )
  .output(address);

const confirmAddress = operation({
  method: 'POST',
  path: '/results/board/addresses/{id}/confirmation',
  access: 'workspace:admin',
  tag,
  summary: 'Confirm that the page may go to an outside address',
})
  .input(z.object({ id }))
  .output(address);

const removeAddress = operation({
  method: 'DELETE',
  path: '/results/board/addresses/{id}',
  access: 'results:write',
  tag,
  summary: 'Take an outside address off the list',
})
  .input(z.object({ id }))
  .output(z.object({ id }));

const listSendings = operation({
  method: 'GET',
  path: '/results/board/sendings',
  access: 'results:read',
  tag,
  summary: 'To whom the page went, when, and what the mail server said',
})
  .input(z.object({ ...pageQuery.shape }))
  .output(z.object({ items: z.array(sending), nextCursor: z.string().nullable() }));

const stopMail = operation({
  method: 'POST',
  path: '/results/board-mail-stops/{token}',
  access: 'public',
  tag,
  summary: 'No more of these mails, by the link in one of them',
})
  .input(z.object({ token: z.string().max(500) }).loose())
  .output(z.object({ what: z.string() }));

export const boardContract = {
  read,
  pdf,
  writeNote,
  listReports,
  keepReport,
  getReport,
  reportPdf,
  listSchedules,
  createSchedule,
  updateSchedule,
  deleteSchedule,
  testSend,
  addAddress,
  confirmAddress,
  removeAddress,
  listSendings,
  stopMail,
};
