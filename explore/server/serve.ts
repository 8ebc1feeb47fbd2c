import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { type Failure, StateError } from '../contract.ts';
import type { PageFiles } from './bundle-page.ts';
import type { ExploredLake } from './explored-lake.ts';
import { findPath, findRefusal, safeHeaders } from './guard.ts';
import { handleRequest, type PageResponse } from './handle-request.ts';

export interface ServeOptions {
  readonly lake: ExploredLake;
  readonly page: PageFiles;
  /** @default a free one */
  readonly port?: number | undefined;
  /** Receives errors of the engine and of Betlake itself. */
  readonly onError?: (error: unknown) => void;
}

/** A server that runs. */
export interface PageServer {
  /** The page's address, with the token that every request needs: whoever has it can read the lake. */
  readonly url: string;
  /** Ends the server and the requests under way. */
  close(): Promise<void>;
}

/**
 * Serves the page and its queries on this machine alone, below a random token, so that other users of the machine
 * cannot read a lake that only its owner may read.
 *
 * @throws BetlakeError where the port is taken
 */
export async function servePage(options: ServeOptions): Promise<PageServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    void respond(options, request, response, port, token);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new BetlakeError(
      `cannot listen on 127.0.0.1:${options.port}: ${error.message}; try another --port`,
      {
        cause: error,
      },
    );
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${token}/`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const lacksToken =
  'this address lacks the token of this run; open the address that "betlake explore" printed';

async function respond(
  { lake, page, onError }: ServeOptions,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  token: string,
): Promise<void> {
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  const refusal = findRefusal(request, port);
  if (refusal) return fail(response, refusal.status, refusal.error);
  // A query ends when its client is gone.
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    // Concatenated, not resolved: `//host/main.js` must stay an address of this server, one that does not exist.
    const url = new URL(`http://127.0.0.1:${port}${request.url ?? '/'}`);
    const path = findPath(url.pathname, token);
    if (path === undefined) return fail(response, 403, lacksToken);
    const reply = await handleRequest(lake, page, path, url.searchParams, gone.signal);
    if (!reply)
      return fail(
        response,
        404,
        `there is nothing at ${path}; open the address that "betlake explore" printed`,
      );
    await send(request, response, reply, gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return;
    const isInvalid = error instanceof StateError;
    if (!isInvalid) onError?.(error);
    fail(response, isInvalid ? 400 : 500, explain(error));
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: PageResponse,
  signal: AbortSignal,
): Promise<void> {
  response.setHeader('content-type', reply.type);
  if (reply.fileName !== undefined) {
    response.setHeader('content-disposition', `attachment; filename="${reply.fileName}"`);
  }
  if (typeof reply.body === 'string') {
    response.end(request.method === 'HEAD' ? undefined : reply.body);
    return;
  }
  for await (const part of reply.body) {
    if (request.method !== 'HEAD' && !response.write(part)) await once(response, 'drain', { signal });
  }
  response.end();
}

function fail(response: ServerResponse, status: number, error: string): void {
  if (response.headersSent) {
    // A client must not take a part of a file for the whole.
    response.destroy();
    return;
  }
  const failure: Failure = { error };
  response.removeHeader('content-disposition');
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(failure));
}

function explain(error: unknown): string {
  if (error instanceof StateError || error instanceof BetlakeError) return error.message;
  return 'an unexpected error in Betlake; the console where "betlake explore" runs has the details';
}
