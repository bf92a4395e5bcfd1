import { Command } from 'commander';
import { connectCommandLine } from './command-line/connect.ts';
import { registerBoardCommand } from './modules/attribution/board/command.ts';
import { registerAttributionCommand } from './modules/attribution/command.ts';
import { registerContentCommands } from './modules/content/library/command.ts';
import { registerLinkCommands } from './modules/content/links/command.ts';
import { registerFunnelCommands } from './modules/funnel/index.ts';
import { registerHandoffCommands } from './modules/handoff/handoffs/command.ts';
import { registerSlaCommand } from './modules/handoff/measures/command.ts';
import { registerCapacityReport } from './modules/handoff/routing/command.ts';
import { registerImportCommand } from './modules/import/command.ts';
import { registerProjectionCommands } from './modules/interactions/command.ts';
import { registerBacktestCommand } from './modules/language/backtest/command.ts';
import { registerDefinitionCommands } from './modules/language/definitions/command.ts';
import { registerSuggestCommand } from './modules/language/suggest/command.ts';
import { registerSampleCommand } from './modules/sample/command.ts';
import { version } from './modules/status/index.ts';
import { registerDeadLetterCommands, registerLogReport } from './modules/tracking/command.ts';

const program = new Command('liaison')
  .description('Works through the running server; when none runs, starts the engines itself.')
  .version(version)
  .showHelpAfterError()
  .configureHelp({ showGlobalOptions: false });

const report = program.command('report').description('print a report');
registerFunnelCommands(report, connectCommandLine);
registerLogReport(report, connectCommandLine);
registerCapacityReport(report, connectCommandLine);
registerSampleCommand(program, connectCommandLine);
registerProjectionCommands(program, connectCommandLine);
registerImportCommand(program, connectCommandLine);
registerDeadLetterCommands(program, connectCommandLine);
registerBacktestCommand(program, connectCommandLine);
registerDefinitionCommands(program, connectCommandLine);
registerSuggestCommand(program, connectCommandLine);
registerContentCommands(program, connectCommandLine);
registerHandoffCommands(program, connectCommandLine);
registerSlaCommand(program, connectCommandLine);
registerLinkCommands(program, connectCommandLine);
registerBoardCommand(program, connectCommandLine);
registerAttributionCommand(program, connectCommandLine);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
