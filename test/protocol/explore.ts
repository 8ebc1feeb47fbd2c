import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Faults } from './configurations.ts';

const run = promisify(execFile);
const model = new URL('../../docs/protocol/lake.pml', import.meta.url);

/** What came of one exploration. */
export interface Exploration {
  readonly states: number;
  readonly depth: number;
  readonly megabytes: number;
  readonly seconds: number;
  /** The promise that the first failure breaks; undefined where none was found. */
  readonly broken: string | undefined;
  /** The steps to that failure, one a line. */
  readonly steps: string;
}

/**
 * Explores all that the model can do with these faults.
 *
 * @param bug an option of the model that plants a bug. @default none
 * @throws Error where the model cannot be built, or neither a failure was found nor every state seen
 */
export async function explore(faults: Faults, bug?: string): Promise<Exploration> {
  const folder = await mkdtemp(join(tmpdir(), 'betlake-protocol-'));
  const at = { cwd: folder, maxBuffer: 256 * 1024 ** 2 };
  const options = toOptions(faults, bug);
  try {
    await copyFile(model, join(folder, 'lake.pml'));
    await run('spin', [...options, '-a', 'lake.pml'], at);
    // Every step is of what both workers see, so that partial order reduction finds nothing to leave out. A planted bug
    // is found in less time than the compiler takes to optimize.
    await run(
      'gcc',
      [
        bug === undefined ? '-O2' : '-O0',
        '-w',
        '-DSAFETY',
        '-DNOREDUCE',
        `-DMEMLIM=${mostMegabytes}`,
        '-o',
        'pan',
        'pan.c',
      ],
      at,
    );
    const began = performance.now();
    // It ends with 0 whatever it finds.
    const { stdout } = await run('./pan', ['-n', `-m${mostSteps}`, '-w24'], at);
    const seconds = (performance.now() - began) / 1000;
    const figures = {
      states: readFigure(stdout, /^\s*(\d+) states, stored/m),
      depth: readFigure(stdout, /depth reached (\d+)/),
      megabytes: readFigure(stdout, /([\d.]+)\s+total actual memory usage/),
      seconds,
    };
    if (readFigure(stdout, /errors: (\d+)/) > 0) {
      const { stdout: steps } = await run('spin', [...options, '-t', '-p', 'lake.pml'], at);
      return { ...figures, broken: await readPromise(steps), steps };
    }
    if (
      !/^Full statespace search for:/m.test(stdout) ||
      /not completed|too small|MEMLIM|out of memory/i.test(stdout)
    )
      throw new Error(`not every state was seen with ${options.join(' ')}:\n${stdout}`);
    return { ...figures, broken: undefined, steps: '' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `-DPUTS=2 -DCRASHES=1`: what spin takes. */
export function toOptions(faults: Faults, bug?: string): string[] {
  const options = Object.entries(faults).map(([name, count]) => `-D${name.toUpperCase()}=${count}`);
  return bug === undefined ? options : [...options, `-D${bug}`];
}

function readFigure(output: string, pattern: RegExp): number {
  const [, figure] = pattern.exec(output) ?? [];
  if (figure === undefined) throw new Error(`the verifier's output has no ${pattern}:\n${output}`);
  return Number(figure);
}

/** The promise that is named on the line whose assertion fails. */
async function readPromise(steps: string): Promise<string> {
  const [, line] = /lake\.pml:(\d+), Error: assertion violated/.exec(steps) ?? [];
  const text = (await readFile(model, 'utf8')).split('\n')[Number(line) - 1] ?? '';
  const [, name] = /PROMISE\(([^,]+),/.exec(text) ?? [];
  return name ?? `what is no promise of the model:\n${steps.slice(-2000)}`;
}

const mostMegabytes = 6000;
/** Far more than the longest run has. */
const mostSteps = 100_000;
