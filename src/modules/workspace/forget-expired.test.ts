import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { requestOf, signInMember } from '../../../test/support/people.ts';
import { openTestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { forgetExpired } from './forget-expired.ts';
import { workspaceRouter } from './router.ts';

test('ended sessions and old answers go, the rest stays', async () => {
  const services = await openTestServices({ perTest: true });
  const { workspaceId } = await createTestWorkspace(services);
  const admin = await signInMember(services, { workspaceId, role: 'admin' });
  const asked = requestOf(services, { ...admin.headers, 'idempotency-key': 'k' });
  await call(workspaceRouter.writeKeys.create, { name: 'Key' }, asked);
  expect(await forgetExpired(services)).toEqual({ sessions: 0, answers: 0 });
  const dayMs = 86_400_000;
  services.setNow(new Date(Date.now() + 8 * dayMs));
  expect(await forgetExpired(services)).toEqual({ sessions: 0, answers: 1 });
  services.setNow(new Date(Date.now() + 15 * dayMs));
  expect(await forgetExpired(services)).toEqual({ sessions: 1, answers: 0 });
});
