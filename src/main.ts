import { parseArgs } from 'node:util';
import { startProgram } from './serve.ts';
import { programRoles, type ProgramRole } from './compose.ts';
import { readConfig } from './platform/config.ts';
import { createLog } from './platform/log.ts';

const { values } = parseArgs({ options: { roles: { type: 'string', default: programRoles.join(',') } } });

function rolesOf(text: string): ProgramRole[] {
  return text.split(',').map((name) => {
    const role = programRoles.find((known) => known === name.trim());
    if (!role) throw new Error(`--roles takes ${programRoles.join(' and ')}, separated by a comma; "${name}" is neither.`);
    return role;
  });
}

try {
  const config = readConfig();
  const log = createLog(config.logLevel);
  await startProgram({ config, log, roles: rolesOf(values.roles) });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
