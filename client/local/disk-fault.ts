import { BetlakeError } from '../../lambdas/core/errors.ts';

/**
 * Turns a fault of the lake's disk into an error that says what happened and what to do; returns any other error as
 * it is. Such a fault ends the run: every other file or day would fail too.
 */
export function explainDiskFault(error: unknown, root: string): unknown {
  if (error instanceof BetlakeError || !isDiskFault(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new BetlakeError(
    `cannot write to the lake ${root}: ${message}. Make room, allow writing or choose another folder with --lake, then run the same command again; nothing is lost or counted twice`,
    { cause: error },
  );
}

/** The same of a folder that files are exported to. */
export function explainExportFault(error: unknown, folder: string): unknown {
  if (error instanceof BetlakeError || !isDiskFault(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new BetlakeError(
    `cannot write to ${folder}: ${message}. Make room or choose another folder with --out, then run the same command again`,
    { cause: error },
  );
}

export function isDiskFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  // On a read-only disk, Node reports ENOENT for a folder that it may not make.
  const isFolder = 'syscall' in error && error.syscall === 'mkdir';
  return (
    isFolder ||
    diskCodes.has(code) ||
    /No space left|not enough space|Read-only file system|failed to offload/i.test(error.message)
  );
}

const diskCodes = new Set(['ENOSPC', 'EROFS', 'EDQUOT', 'EACCES', 'EPERM', 'ENOTDIR', 'EFBIG']);
