import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { asAppError } from '../../platform/http/problems.ts';
import { ensureFirstWorkspace } from '../workspace/index.ts';
import { registerImportCommand } from './command.ts';
import { importContract } from './contract.ts';
import { importRouter, registerImportJobs } from './index.ts';

let services: TestServices;
let folder: string;
const recordsIn: string[] = [];
beforeAll(async () => {
  services = await openTestServices();
  folder = await mkdtemp(join(tmpdir(), 'liaison-command-'));
  await ensureFirstWorkspace(services);
  await registerImportJobs(services, {
    onRecordsIn: async (workspaceId) => {
      recordsIn.push(workspaceId);
    },
  });
});
afterAll(async () => {
  await services.close();
  await rm(folder, { recursive: true, force: true });
});

/** The client of a command, with HTTP's requests and answers but no socket between. */
function connect() {
  const handler = new OpenAPIHandler(importRouter, {
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          const known = asAppError(error);
          throw new ORPCError(known.code, { status: known.status, message: known.message });
        }
      },
    ],
  });
  const link = new OpenAPILink(importContract, {
    url: 'http://liaison.test',
    headers: { authorization: 'Bearer test-admin-token-0123456789' },
    fetch: async (request) => {
      const context = { services, headers: request.headers };
      const { response } = await handler.handle(request, { context });
      return response ?? new Response(null, { status: 404 });
    },
  });
  const api: ContractRouterClient<typeof importContract> = createORPCClient(link);
  return Promise.resolve({ api: { import: api }, close: async () => {} });
}

async function run(...words: string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  registerImportCommand(program, connect, folder);
  const out: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out.push(String(chunk));
    return true;
  });
  try {
    await program.parseAsync(['import', ...words], { from: 'user' });
  } finally {
    written.mockRestore();
  }
  return out.join('');
}

const mapping = {
  name: 'Leads',
  system: 'crm',
  records: { contact: { id: 'Id', fields: { email: 'Mail' } } },
};

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('liaison import', () => {
  it('imports a file, prints the result, and brings refused rows back for correction', async () => {
    const given = await write('mapping.json', JSON.stringify(mapping));
    const file = await write('leads.csv', 'Id,Mail\n1,a@b.io\n2,nobody\n3,c@d.io\n');
    const printed: unknown = JSON.parse(await run(file, '--mapping', given, '--json'));
    const refusedFile = join(folder, 'leads.refused.csv');
    expect(printed).toEqual({
      created: 2,
      updated: 0,
      unchanged: 0,
      refused: 1,
      refusedFile,
      byRecord: { contact: { created: 2, updated: 0, unchanged: 0 } },
    });
    expect(recordsIn).toHaveLength(1);
    const refused = await readFile(refusedFile, 'utf8');
    expect(refused).toBe(
      '\ufeffId,Mail,refused_because\n2,nobody,“nobody” in column “Mail” is not an e-mail address.\n',
    );
    await writeFile(refusedFile, refused.replace('2,nobody', '2,e@f.io'));
    expect(await run(refusedFile, '--mapping', given)).toContain(
      '1 rows: 1 created, 0 updated, 0 unchanged, 0 refused.',
    );
    const again: unknown = JSON.parse(await run(file, '--mapping', given, '--json'));
    expect(again).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      refused: 1,
      refusedFile: join(folder, 'leads.refused-2.csv'),
    });
  });

  it('keeps nothing of a dry run', async () => {
    const given = await write('mapping.json', JSON.stringify(mapping));
    const file = await write('new.csv', 'Id,Mail\n77,new@b.io\n');
    for (const _ of ['once', 'twice']) {
      expect(JSON.parse(await run(file, '--mapping', given, '--dry-run', '--json'))).toMatchObject({
        created: 1,
        refusedFile: null,
      });
    }
    expect(await run(file, '--mapping', given, '--dry-run')).toContain(
      'This was a dry run: nothing was kept.',
    );
  });

  it('says what is wrong, and imports nothing', async () => {
    const file = await write('leads.csv', 'Id,Mail\n1,a@b.io\n');
    const other = await write(
      'other.json',
      JSON.stringify({ ...mapping, records: { contact: { id: 'Number' } } }),
    );
    const wrong = await write(
      'wrong.json',
      JSON.stringify({ ...mapping, records: { contact: { id: 'Id', feilds: {} } } }),
    );
    await expect(run(file)).rejects.toThrow('--mapping FILE or --preset NAME');
    await expect(run(join(folder, 'none.csv'), '--mapping', other)).rejects.toThrow(
      'There is no file or folder',
    );
    await expect(run(file, '--mapping', wrong)).rejects.toThrow(
      'records.contact.feilds: there is no such key',
    );
    await expect(run(file, '--mapping', other)).rejects.toThrow(
      'names a column “Number” that the file does not have',
    );
    await expect(run(file, '--preset', 'pipedrive')).rejects.toThrow('Allowed choices');
    const { api } = await connect();
    const [latest] = (await api.import.list({ limit: 1 })).items;
    expect(latest).toMatchObject({ status: 'cancelled', progress: { rowsRead: 0 } });
  });

  it('takes parts in their order only', async () => {
    const { api } = await connect();
    const { id } = await api.import.create({ dryRun: false, mapping, files: [{ name: 'x.csv', size: 12 }] });
    const send = (part: number, offset: number, text: string) =>
      api.import.putPart({ importId: id, fileIndex: 0, part, offset, data: new File([text], 'x.csv') });
    await expect(send(1, 6, 'later\n')).rejects.toThrow('The next part of this file is number 0, at byte 0');
    await expect(send(0, 0, 'more than was said\n')).rejects.toThrow('goes beyond');
    expect(await send(0, 0, 'Id,Mai')).toEqual({ received: 6, status: 'uploading' });
    expect(await send(0, 0, 'Id,Mai')).toEqual({ received: 6, status: 'uploading' });
    await expect(api.import.start({ importId: id })).rejects.toThrow('Not all of the files have arrived');
    expect(await send(1, 6, 'l\n9,\n\n')).toEqual({ received: 12, status: 'ready' });
    await expect(api.import.refusalsFile({ importId: id, fileIndex: 0 })).rejects.toThrow(
      'when the import has ended',
    );
    const seen = await api.import.preview({ importId: id, fileIndex: 0 });
    expect(seen).toMatchObject({ headings: ['Id', 'Mail'], rows: [{ rowNumber: 2, cells: ['9', ''] }] });
    expect(await api.import.cancel({ importId: id })).toMatchObject({ status: 'cancelled' });
    expect(await services.files.exists(`imports/${id}/0/0`)).toBe(false);
  });
});
