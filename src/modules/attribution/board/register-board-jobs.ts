import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { type Mailer, openMailer } from '../../../platform/mail/mailer.ts';
import type { Services } from '../../../platform/services.ts';
import { makeDuePages } from './sending/make-due-pages.ts';
import { sendBoardMails } from './sending/send-board-mails.ts';

const sendBoardPagesJob: JobDefinition<Record<never, never>> = {
  name: 'send-board-pages',
  payload: z.object({}),
  retryLimit: 1,
  expireInSeconds: 900,
};

const everyMinute = '* * * * *';

/** One round: pages that are due are made, and their mails go out. Without mail nothing is made, and all of it waits. */
export async function sendBoardPages(services: Services, mailer: Mailer | null): Promise<void> {
  if (mailer === null) return;
  await makeDuePages(services);
  await sendBoardMails(services, mailer);
}

export async function registerBoardJobs(services: Services): Promise<void> {
  const mailer = openMailer(services.config);
  await services.jobs.work(sendBoardPagesJob, () => sendBoardPages(services, mailer));
  await services.jobs.schedule(sendBoardPagesJob, everyMinute, {});
}
