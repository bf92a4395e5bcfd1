import { implement } from '@orpc/server';
import { missingForMail, openMailer } from '../../../platform/mail/mailer.ts';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { asked } from '../asking/asked.ts';
import { composeFigures } from './compose-figures.ts';
import { boardContract } from './contract.ts';
import { readNote, writeNote } from './notes/notes.ts';
import { drawPage } from './pdf/draw-page.ts';
import { quartersThere } from './reading/quarters-there.ts';
import { keepReport, pdfName } from './reports/keep-report.ts';
import { drawReport, listReports, loadReport } from './reports/read-reports.ts';
import { addAddress, confirmAddress, listAddresses, removeAddress, type Step } from './sending/addresses.ts';
import { listSendings } from './sending/list-sendings.ts';
import {
  deleteSchedule,
  listBoardMembers,
  listSchedules,
  saveSchedule,
  zoneOf,
} from './sending/schedules.ts';
import { sendTest } from './sending/send-test.ts';
import { stopMail } from './sending/stop-mail.ts';

const open = implement(boardContract).$context<RequestContext>();
const os = open.use(authorised).use(asked);

/** One transaction with all that a change is made with. */
const changing = <T>(
  { inWorkspace, workspaceId, actor, services }: WorkspaceContext,
  work: (step: Step) => Promise<T>,
) => inWorkspace((tx) => work({ tx, workspaceId, actor, now: services.now() }));

const figuresOf = ({ services, workspaceId }: WorkspaceContext, quarter: string | undefined) =>
  composeFigures(services, { workspaceId, quarter });

const asPdf = (pdf: Uint8Array<ArrayBuffer>, name: string): File =>
  new File([pdf], name, { type: 'application/pdf' });

export const boardRouter = {
  read: os.read.handler(async ({ input, context }) => {
    const figures = await figuresOf(context, input.quarter);
    return context.inWorkspace(async (tx) => ({
      figures,
      note: await readNote(tx, figures.quarter.key),
      quarters: await quartersThere(tx, { now: context.services.now(), zone: figures.timeZone }),
    }));
  }),
  pdf: os.pdf.handler(async ({ input: { quarter, paper }, context }) => {
    const figures = await figuresOf(context, quarter);
    const { text: noteText } = await context.inWorkspace((tx) => readNote(tx, figures.quarter.key));
    return asPdf(await drawPage({ figures, noteText, paper }), pdfName(figures, paper));
  }),
  writeNote: os.writeNote.handler(({ input, context }) =>
    changing(context, (step) => writeNote({ ...step, ...input })),
  ),
  listReports: os.listReports.handler(({ input, context }) =>
    context.inWorkspace((tx) => listReports(tx, input)),
  ),
  keepReport: os.keepReport.handler(async ({ input: { quarter, paper }, context }) => {
    const figures = await figuresOf(context, quarter);
    return changing(context, async ({ tx, workspaceId, actor }) => {
      const { text: noteText } = await readNote(tx, figures.quarter.key);
      const kept = await keepReport({
        tx,
        workspaceId,
        figures,
        noteText,
        cause: 'kept',
        paper,
        madeBy: actor.name,
      });
      return (await loadReport(tx, kept.id)).head;
    });
  }),
  getReport: os.getReport.handler(async ({ input, context }) => {
    const report = await context.inWorkspace((tx) => loadReport(tx, input.id));
    const { isIntact } = await drawReport(report);
    return { ...report.head, isIntact, figures: report.figures, noteText: report.noteText };
  }),
  reportPdf: os.reportPdf.handler(async ({ input, context }) => {
    const { pdf, fileName } = await drawReport(await context.inWorkspace((tx) => loadReport(tx, input.id)));
    return asPdf(pdf, fileName);
  }),
  listSchedules: os.listSchedules.handler(({ context }) =>
    context.inWorkspace(async (tx) => ({
      items: await listSchedules(tx),
      addresses: await listAddresses(tx),
      members: await listBoardMembers(tx),
      timeZone: await zoneOf(tx),
      mailMissing: missingForMail(context.services.config),
    })),
  ),
  createSchedule: os.createSchedule.handler(({ input, context }) =>
    changing(context, (step) => saveSchedule(step, input)),
  ),
  updateSchedule: os.updateSchedule.handler(({ input, context }) =>
    changing(context, (step) => saveSchedule(step, input)),
  ),
  deleteSchedule: os.deleteSchedule.handler(({ input, context }) =>
    changing(context, (step) => deleteSchedule(step, input)),
  ),
  testSend: os.testSend.handler(({ input, context }) => {
    const { services, inWorkspace, workspaceId, caller } = context;
    const mailer = openMailer(services.config);
    return sendTest({ services, mailer, inWorkspace, workspaceId, userId: caller.userId, id: input.id });
  }),
  addAddress: os.addAddress.handler(({ input, context }) =>
    changing(context, (step) => addAddress(step, input)),
  ),
  confirmAddress: os.confirmAddress.handler(({ input, context }) =>
    changing(context, (step) => confirmAddress(step, input)),
  ),
  removeAddress: os.removeAddress.handler(({ input, context }) =>
    changing(context, (step) => removeAddress(step, input)),
  ),
  listSendings: os.listSendings.handler(({ input, context }) =>
    context.inWorkspace((tx) => listSendings(tx, input)),
  ),
  stopMail: open.stopMail.handler(({ input, context }) => stopMail(context.services, input.token)),
};
