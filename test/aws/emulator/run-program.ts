import { type ChildProcess, spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly seconds: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * Runs a program to its end, in a process group of its own, so that what it starts can be stopped with it.
 *
 * @returns its standard output
 * @throws Error with the end of what it printed, where it fails or takes longer than it may
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { seconds, env = process.env, cwd = process.cwd() }: ProgramOptions,
): Promise<string> {
  const child = spawn(program, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const stopAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', stopAtExit);
  process.once('disconnect', leaveWithParent);
  let printed = '';
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    signalGroup(child, 'SIGKILL');
  }, seconds * 1000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code === 0) return stdout;
    const end = late ? `did not end within ${seconds} s` : `failed with ${code}`;
    throw new Error(`${[program, ...args].join(' ')} ${end}:\n${toTail(printed)}`);
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', stopAtExit);
    process.removeListener('disconnect', leaveWithParent);
  }
}

/** The test run was stopped: nothing waits for the program to end. */
function leaveWithParent(): void {
  process.exit(1);
}

/** Signals a child that leads a group of its own, and all that it started. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}

/** The end of what was printed, without the frames of stacks, which would be taken for the test's own. */
export function toTail(printed: string): string {
  const lines = printed.split('\n').filter((line) => !/^\s+at /.test(line));
  return lines.join('\n').slice(-tailCharacters);
}

const tailCharacters = 4000;
