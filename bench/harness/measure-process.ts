import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A program to run as a process of its own. */
export interface Command {
  readonly program: 'node' | { readonly python: string };
  /** The script and its arguments; for Node, options such as `--import` may precede it. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The time and memory that a process used from its start to its end. */
export interface Usage {
  readonly wallSeconds: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** The most of memory it held at once. */
  readonly peakMib: number;
}

export interface FinishedProcess extends Usage {
  readonly stdout: string;
}

const usageOfNode = pathToFileURL(fileURLToPath(new URL('usage.mjs', import.meta.url))).href;
const usageOfPython = fileURLToPath(new URL('usage.py', import.meta.url));

/**
 * Runs a program to its end. Time is taken from outside; processor time and memory are what the operating system
 * counted for the process, read at its end.
 *
 * @param usageFile where the process writes what it used; removed
 * @throws Error with the end of its stderr, where it failed
 */
export async function measureProcess(command: Command, usageFile: string): Promise<FinishedProcess> {
  await rm(usageFile, { force: true });
  const [file, args] =
    command.program === 'node'
      ? [process.execPath, ['--import', usageOfNode, ...command.args]]
      : [command.program.python, [usageOfPython, ...command.args]];
  const began = performance.now();
  const stdout = await run(file, args, { ...process.env, ...command.env, BETLAKE_BENCH_USAGE: usageFile });
  const wallSeconds = (performance.now() - began) / 1000;
  const usages = (await readFile(usageFile, 'utf8')).trim().split('\n').map(readUsage);
  await rm(usageFile);
  return {
    wallSeconds,
    cpuSeconds: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakMib: Math.max(...usages.map(({ peakMib }) => peakMib)),
    stdout,
  };
}

function readUsage(line: string): Omit<Usage, 'wallSeconds'> {
  return JSON.parse(line);
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${file} ${args.join(' ')} ended with ${signal ?? code}:\n${stderr}`));
    });
  });
}

/** Measures work within this process: wall time, and the processor time of all its threads meanwhile. */
export async function measureWork(work: () => Promise<unknown>): Promise<Omit<Usage, 'peakMib'>> {
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const wallSeconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { wallSeconds, cpuSeconds: (user + system) / 1e6 };
}
