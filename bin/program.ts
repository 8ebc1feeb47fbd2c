import { readFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { BetlakeError } from '../lambdas/core/errors.ts';
import { checkCommand } from './commands/check.ts';
import { conflictsCommand } from './commands/conflicts.ts';
import { costCommand } from './commands/cost.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exploreCommand } from './commands/explore.ts';
import { exportCommand } from './commands/export.ts';
import { ingestCommand } from './commands/ingest.ts';
import { loadsCommand } from './commands/loads.ts';
import { metricsCommand } from './commands/metrics.ts';
import { quarantineCommand } from './commands/quarantine.ts';
import { queryCommand } from './commands/query.ts';
import { refreshCommand } from './commands/refresh.ts';
import { reloadCommand } from './commands/reload.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { sampleCommand } from './commands/sample.ts';
import { sqlCommand } from './commands/sql.ts';
import { startCommand } from './commands/start.ts';
import { unloadCommand } from './commands/unload.ts';

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

/** @throws BetlakeError where --excel is combined with another format than CSV */
function mustBeCsvForExcel({ excel, format }: { excel?: true; format?: string }): void {
  if (!excel || format === 'csv') return;
  throw new BetlakeError(
    `--excel writes CSV and cannot be combined with --format ${format}; leave out one of them`,
  );
}

/** Makes the command line: every command with its options. */
export function createProgram() {
  return new Command('betlake')
    .description('Turns bets, players and games exported as JSON Lines into exact metrics.')
    .version(version, '-V, --version', 'print the version of Betlake')
    .hook('preAction', (_program, command) => mustBeCsvForExcel(command.opts()))
    .showHelpAfterError('(run the command with --help to see its arguments and options)')
    .addCommand(startCommand())
    .addCommand(sampleCommand())
    .addCommand(checkCommand())
    .addCommand(ingestCommand())
    .addCommand(refreshCommand())
    .addCommand(metricsCommand())
    .addCommand(exploreCommand())
    .addCommand(reportCommand())
    .addCommand(queryCommand())
    .addCommand(sqlCommand())
    .addCommand(exportCommand())
    .addCommand(quarantineCommand())
    .addCommand(loadsCommand())
    .addCommand(unloadCommand())
    .addCommand(conflictsCommand())
    .addCommand(replayCommand())
    .addCommand(reloadCommand())
    .addCommand(doctorCommand())
    .addCommand(costCommand());
}
