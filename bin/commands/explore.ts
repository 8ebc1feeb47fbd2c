import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import type { LakeQueries } from '../../client/queries/result.ts';
import { bundlePage } from '../../explore/server/bundle-page.ts';
import { type ExploredLake, exploreDeployed } from '../../explore/server/explored-lake.ts';
import { exploreFolder } from '../../explore/server/local-lake.ts';
import { servePage } from '../../explore/server/serve.ts';
import { print } from '../output/print-result.ts';
import { athenaOption, defaultStack, lakeOption, readCount } from './options.ts';
import { type LakeChoice, mustBeQueryable, withLake } from './with-lake.ts';

export function exploreCommand() {
  return new Command('explore')
    .description('Serve a page with the metrics, on this machine alone; Ctrl-C ends it.')
    .option('--port <n>', 'the port to listen on; any free one by default', readCount)
    .option('--no-open', 'print the address and open no browser')
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addHelpText(
      'after',
      `
Examples:
  betlake explore
  betlake explore --lake mylake --port 8080 --no-open
  betlake explore --athena                      the deployed lake; bytes scanned and cost are printed
`,
    )
    .action(async ({ port, open, ...choice }) => {
      const page = await bundlePage();
      await withExplored(choice, async (lake) => {
        const server = await servePage({ lake, page, port, onError: report });
        await print(`${server.url}\n`);
        process.stderr.write(
          'keep the address to yourself: whoever has it can read the lake; Ctrl-C ends it\n',
        );
        const opening = open ? await openBrowser(server.url) : undefined;
        await untilStopped();
        await opening?.remove();
        await server.close();
      });
    });
}

/** Opens a lake to explore, in its folder or deployed, and closes it after `use`. */
export async function withExplored<T>(
  choice: LakeChoice,
  use: (lake: ExploredLake) => Promise<T>,
): Promise<T> {
  const { athena } = choice;
  if (athena !== undefined) {
    const stack = athena === true ? defaultStack : athena;
    return withLake(choice, (queries: LakeQueries) => use(exploreDeployed(stack, queries)));
  }
  await mustBeQueryable(choice.lake);
  const lake = await exploreFolder(choice.lake, { onError: report });
  try {
    return await use(lake);
  } finally {
    await lake.close();
  }
}

/** A file that forwards a browser to the page. */
interface OpeningFile {
  readonly path: string;
  remove(): Promise<void>;
}

/** Opens the page where there is a screen; where that fails, the address has been printed. */
async function openBrowser(url: string): Promise<OpeningFile | undefined> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  const file = await writeOpeningFile(url);
  const { default: launch } = await import('open');
  await launch(file.path).then(
    (child) => child.on('error', () => {}),
    () => {},
  );
  return file;
}

/**
 * Writes a file that the browser opens in place of the address, and that only its owner can read: every user of the
 * machine sees the arguments of a program, and the address is all that is needed to read the lake.
 */
export async function writeOpeningFile(url: string): Promise<OpeningFile> {
  const folder = await mkdtemp(join(tmpdir(), 'betlake-page-'));
  const path = join(folder, 'betlake.html');
  await writeFile(path, `<!doctype html><meta http-equiv="refresh" content="0;url=${url}">\n`, {
    mode: 0o600,
  });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function untilStopped(): Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  await Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]);
  stopped.abort();
}

function report(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`betlake: ${text}\n`);
}
