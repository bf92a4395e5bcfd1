import pg from 'pg';
import type { EngineSecrets } from './secrets.ts';

export const DATABASE_NAME = 'liaison';
export const OWNER_ROLE = 'liaison';

/**
 * Sees to it that the owner can log in to its database, making both when missing; safe to repeat
 * after a crash at any point. The owner is no superuser: it may create roles, as migrations do for
 * row-level security, and it owns its database. What works here works on a server, where nobody
 * hands out more.
 */
export async function ensureDatabase(options: {
  port: number;
  secrets: EngineSecrets;
  resetAdmin: () => Promise<void>;
}): Promise<void> {
  if (await canLogIn(options.port, options.secrets)) return;
  const admin = connection(options.port, 'postgres', options.secrets.postgresAdmin, 'postgres');
  try {
    await admin.connect();
  } catch (error) {
    if (!hasCode(error, ['28P01'])) throw error;
    await options.resetAdmin();
    // The server is down now; the supervisor's next attempt finds the password set.
    throw new Error('The administrator password was set anew', { cause: error });
  }
  try {
    await createOwner(admin, options.secrets.postgresOwner);
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
    if (found.rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE_NAME} OWNER ${OWNER_ROLE}`);
  } finally {
    await admin.end();
  }
}

async function createOwner(admin: pg.Client, password: string): Promise<void> {
  const found = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [OWNER_ROLE]);
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  // The password is hexadecimal; utility statements take no parameters.
  await admin.query(`${verb} ROLE ${OWNER_ROLE} LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`);
  await admin.query(`GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO ${OWNER_ROLE}`);
}

async function canLogIn(port: number, secrets: EngineSecrets): Promise<boolean> {
  const owner = connection(port, OWNER_ROLE, secrets.postgresOwner, DATABASE_NAME);
  try {
    await owner.connect();
  } catch (error) {
    // Wrong password, no such role, no such database: all mended by ensureDatabase.
    if (hasCode(error, ['28P01', '28000', '3D000'])) return false;
    throw error;
  }
  await owner.end();
  return true;
}

function connection(port: number, user: string, password: string, database: string): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user,
    password,
    database,
    ssl: false,
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks between two queries must not end the program.
  client.on('error', () => undefined);
  return client;
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
  );
}
