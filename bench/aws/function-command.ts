import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from '../harness/measure-process.ts';

const caller = fileURLToPath(new URL('call-function.mjs', import.meta.url));

/** A process of the function `convert`, beside a stand-in for S3 and SQS. */
export interface FunctionCalls {
  /** The bundled handler. */
  readonly program: string;
  /** The folder that is served: buckets `landing` and `lake` are folders in it. */
  readonly folder: string;
  readonly url: string;
  readonly memoryMib: number;
  /** The landing keys of each call, one after another. */
  readonly calls: readonly (readonly string[])[];
}

/** The process that starts the function and makes the calls; call-function.mjs describes its output. */
export async function toFunctionCommand(options: FunctionCalls): Promise<Command> {
  const { program, folder, url, memoryMib, calls } = options;
  const callsFile = join(folder, 'calls.json');
  await writeFile(callsFile, JSON.stringify(calls));
  return {
    program: 'node',
    args: [caller, program, callsFile],
    env: {
      // A function works below the folder of temporary files and empties it at its start.
      TMPDIR: folder,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      BETLAKE_LANDING_BUCKET: 'landing',
      BETLAKE_LAKE_BUCKET: 'lake',
      BETLAKE_LANDING_QUEUE_URL: `${url}/000000000000/landing`,
      BETLAKE_REFRESH_QUEUE_URL: `${url}/000000000000/refresh.fifo`,
      BETLAKE_FIRST_DATE: '2015-01-01',
      BETLAKE_MEMORY_MIB: String(memoryMib),
      POWERTOOLS_METRICS_NAMESPACE: 'Betlake',
      POWERTOOLS_SERVICE_NAME: 'betlake-bench-convert',
    },
  };
}

/** Milliseconds by the clock, and of the process's threads. */
export interface Time {
  readonly ms: number;
  readonly cpuMs: number;
}

/** The last line that the process prints. */
export interface Called {
  /** From the start of the process until its code is loaded. */
  readonly loaded: Time;
  /** From the start of the process to the end of the first call. */
  readonly cold: Time;
  /** Of each call after the first. */
  readonly warm: readonly Time[];
}

export function readCalled(stdout: string): Called {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Called;
}
