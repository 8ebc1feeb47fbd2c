import { Argument, Command, Option } from '@commander-js/extra-typings';
import { type CheckedFile, checkFiles } from '../../client/local/check-files.ts';
import { toResult, type Value } from '../../client/queries/result.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import { faultCodes } from '../../glue/fault.ts';
import { printResult } from '../output/print-result.ts';
import { showCount, startProgress } from '../output/progress.ts';
import { toPrintableMessage } from '../output/to-printable.ts';
import { excelOption, formatOption } from './options.ts';

export function checkCommand() {
  return new Command('check')
    .description(
      'Read files without loading them: what they are, and which lines would be accepted or refused.',
    )
    .addArgument(new Argument('<path...>', 'files of any name, or folders'))
    .addOption(new Option('--dataset <name>', 'read all of them as this data set').choices(datasetNames))
    .addOption(formatOption())
    .addOption(excelOption())
    .addHelpText(
      'after',
      `
No lake is needed, read or changed. A row is a file and one reason why lines of it would be refused, the most
frequent first. A file's data set is that of --dataset, else of its name, else of its fields.
The exit code is 1 where a file would not load.

Examples:
  betlake check exports/*
  betlake check unknown.dat --format json
`,
    )
    .action(async (paths, { dataset, format, excel }) => {
      const files: CheckedFile[] = [];
      const progress = startProgress('reading files');
      try {
        for await (const file of checkFiles(paths, dataset, new Date())) {
          files.push(file);
          progress.update(`read ${showCount(files.length)} files`);
        }
      } finally {
        progress.end();
      }
      await printResult(toResult(columns, files.flatMap(toRows)), format, { excel });
      for (const { path, fault } of files) {
        if (fault)
          process.stderr.write(`would not load: ${toPrintableMessage(`${path}: ${fault.message}`)}\n`);
      }
      const good = files.filter(({ fault }) => !fault).length;
      process.stderr.write(`${good} of ${files.length} files would load\n`);
      if (good < files.length) process.exitCode = 1;
    });
}

const columns = [
  { name: 'file', type: 'VARCHAR' },
  { name: 'content', type: 'VARCHAR' },
  { name: 'named', type: 'VARCHAR' },
  { name: 'looks_like', type: 'VARCHAR' },
  { name: 'lines', type: 'BIGINT' },
  { name: 'accepted', type: 'BIGINT' },
  { name: 'refused', type: 'BIGINT' },
  { name: 'blank', type: 'BIGINT' },
  { name: 'code', type: 'VARCHAR' },
  { name: 'column', type: 'VARCHAR' },
  { name: 'lines_count', type: 'BIGINT' },
  { name: 'message', type: 'VARCHAR' },
  { name: 'what_to_do', type: 'VARCHAR' },
];

/** A row for each reason, or one row where there is none or the file is refused as a whole. */
function toRows({ path, content, named, guessedDataset, reading, fault }: CheckedFile): Value[][] {
  const counts = reading && [reading.lines, reading.accepted, reading.quarantined, reading.blank];
  const file = [
    path,
    content,
    named ?? null,
    guessedDataset ?? null,
    ...(counts ?? [null, null, null, null]),
  ];
  const reasons = reading?.reasons ?? [];
  if (reasons.length === 0) return [[...file, fault?.code ?? null, null, null, fault?.message ?? null, null]];
  return reasons.map(({ code, column, lines, example }) => [
    ...file,
    code,
    column,
    lines,
    example,
    faultCodes[code].fix,
  ]);
}
