import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from './platform/config.ts';
import { isDiskFull, saysDiskFull } from './platform/disk.ts';
import { DataDirectoryInUse } from './platform/engines/index.ts';
import { startEmbedded } from './platform/engines/start-embedded.ts';
import { createLog, type Log, warnOnce } from './platform/log.ts';
import { type ProgramRole, programRoles } from './program-roles.ts';

// Below it a token can be guessed by trying.
const shortestSafeToken = 24;

const { values } = parseArgs({ options: { roles: { type: 'string', default: programRoles.join(',') } } });

function rolesOf(text: string): ProgramRole[] {
  return text.split(',').map((name) => {
    const role = programRoles.find((known) => known === name.trim());
    if (!role)
      throw new Error(
        `--roles takes ${programRoles.join(' and ')}, separated by a comma; "${name}" is neither.`,
      );
    return role;
  });
}

const startAgainMs = 1_000;

/** On a full disk the program waits for space, so that nobody has to come back and start it. */
async function startWhenThereIsSpace(options: {
  config: Config;
  log: Log;
  roles: readonly ProgramRole[];
}): Promise<void> {
  const { config, log } = options;
  const warn = warnOnce(log, `waiting for space on the disk of ${config.dataDir}`);
  for (;;) {
    // The engines start while the rest of the program is still being read.
    const engines = startEmbedded({ config, log });
    engines.catch(() => {});
    const { startProgram } = await import('./serve.ts');
    try {
      return await startProgram({ ...options, engines });
    } catch (error) {
      if (error instanceof DataDirectoryInUse) throw error;
      const full = saysDiskFull(error) || (await isDiskFull(config.dataDir).catch(() => false));
      if (!full) throw error;
      warn(error instanceof Error ? error.message : String(error));
    }
    await delay(startAgainMs);
  }
}

try {
  const config = readConfig();
  const log = createLog(config.logLevel);
  if (config.adminToken !== undefined && config.adminToken.length < shortestSafeToken) {
    log.warn(
      `LIAISON_ADMIN_TOKEN has fewer than ${shortestSafeToken} characters; take a longer one where others can reach Liaison`,
    );
  }
  const roles = rolesOf(values.roles);
  // Standard output may be a file on a full disk as well.
  process.stdout.on('error', () => {});
  await startWhenThereIsSpace({ config, log, roles });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
