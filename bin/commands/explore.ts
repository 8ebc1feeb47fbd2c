import { once } from 'node:events';
import { Command } from '@commander-js/extra-typings';
import { bundlePage } from '../../explore/bundle-page.ts';
import { exploreDeployed } from '../../explore/deployed-lake.ts';
import { exploreFolder } from '../../explore/local-lake.ts';
import type { ExploredLake } from '../../explore/moment.ts';
import { servePage } from '../../explore/serve.ts';
import type { LakeQueries } from '../../query/lake-queries.ts';
import { print } from '../output/print-result.ts';
import { athenaOption, defaultStack, lakeOption, readCount } from './options.ts';
import { type LakeChoice, mustBeQueryable, withLake } from './with-lake.ts';

export function exploreCommand() {
  return new Command('explore')
    .description('Look at the metrics on a page of this machine alone; Ctrl-C ends it.')
    .option('--port <n>', 'the port to listen on; a free one where it is not given', readCount)
    .option('--no-open', 'print the address and leave the browser alone')
    .addOption(lakeOption())
    .addOption(athenaOption())
    .addHelpText(
      'after',
      `
Examples:
  betlake explore
  betlake explore --lake mylake --port 8080 --no-open
  betlake explore --athena                      the deployed lake; what Athena scanned is said here
`,
    )
    .action(async ({ port, open, ...choice }) => {
      const page = await bundlePage();
      await withExplored(choice, async (lake) => {
        const server = await servePage({ lake, page, port, onError: report });
        await print(`${server.url}\n`);
        process.stderr.write('Ctrl-C ends it\n');
        void sayWhenCopied(lake);
        if (open) await openBrowser(server.url);
        await untilStopped();
        await server.close();
      });
    });
}

/** Hands over a lake to look at: the folder, or the deployed one. */
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

async function sayWhenCopied(lake: ExploredLake): Promise<void> {
  const begun = Date.now();
  const isCopied = await lake.whenCopied();
  const seconds = (Date.now() - begun) / 1000;
  if (isCopied && seconds > 2) {
    process.stderr.write(`the rollup is copied, ${seconds.toFixed(0)} s: answers come sooner from now on\n`);
  }
}

/** Opens the page where there is a screen; where that fails, the address has been printed. */
async function openBrowser(url: string): Promise<void> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return;
  const { default: launch } = await import('open');
  await launch(url).then(
    (child) => child.on('error', () => {}),
    () => {},
  );
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
