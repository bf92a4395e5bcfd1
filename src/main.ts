import { parseArgs } from 'node:util';
import { readConfig } from './platform/config.ts';
import { startEmbedded } from './platform/engines/start-embedded.ts';
import { createLog } from './platform/log.ts';
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

try {
  const config = readConfig();
  const log = createLog(config.logLevel);
  if (config.adminToken !== undefined && config.adminToken.length < shortestSafeToken) {
    log.warn(
      `LIAISON_ADMIN_TOKEN has fewer than ${shortestSafeToken} characters; take a longer one where others can reach Liaison`,
    );
  }
  const roles = rolesOf(values.roles);
  // The engines start while the rest of the program is still being read.
  const engines = startEmbedded({ config, log });
  engines.catch(() => {});
  const { startProgram } = await import('./serve.ts');
  await startProgram({ config, log, roles, engines });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
