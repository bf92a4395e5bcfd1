import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { loadEnvironment } from './load-environment.ts';
import { loadRuleWords } from './load-rule-words.ts';
import { loadValidationContext } from './validate-body.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

it('looks up one or several campaigns and assets that rules name', async () => {
  const { workspaceId } = await createTestWorkspace(services);
  for (const ids of [[newId()], [newId(), newId()]]) {
    const of = { campaignIds: ids, assetIds: ids };
    const rules = { field: 'interactions.count', operator: '>=', value: 1, of };
    const found = await services.database.inWorkspace(workspaceId, async (tx) => ({
      context: await loadValidationContext(tx, rules),
      words: await loadRuleWords(tx, await loadEnvironment(tx), rules),
    }));
    expect(found.context).toEqual({ campaigns: new Set(), assets: new Set(), teammates: new Set() });
    expect(found.words.names).toEqual(new Map());
  }
});
