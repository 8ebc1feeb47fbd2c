import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A stand-in for S3 and SQS while a function is measured. */
export interface StandIn {
  /** The value of AWS_ENDPOINT_URL. */
  readonly url: string;
  close(): void;
}

/**
 * Serves folders as buckets, as far as the function `convert` uses S3, and accepts messages to any queue. It serves
 * HTTP on this machine alone, so that a function runs with the clients that it is deployed with.
 *
 * @param folder buckets are folders in it
 */
export async function startStandIn(folder: string): Promise<StandIn> {
  const server = createServer((request, response) => {
    respond(resolve(folder), request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function respond(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') return handleQueueRequest(request, response);
  const path = join(root, decodeURIComponent(new URL(request.url ?? '/', 'http://s3').pathname));
  if (!path.startsWith(root + sep)) throw new Error(`outside of ${root}: ${path}`);
  if (request.method === 'PUT') return putObject(path, request, response);
  const found = await stat(path).catch(() => undefined);
  if (!found) return refuse(response, 404, 'NoSuchKey');
  response.writeHead(200, {
    etag: await readEtag(path),
    'content-length': found.size,
    'last-modified': found.mtime.toUTCString(),
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(path), response);
}

async function putObject(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sent = await readBody(request);
  const current = await readEtag(path).catch(() => undefined);
  const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
  if ((noneMatch === '*' && current) || (match !== undefined && match !== current)) {
    return refuse(response, 412, 'PreconditionFailed');
  }
  const isChunked = request.headers['content-encoding']?.includes('aws-chunked');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, isChunked ? joinChunks(sent) : sent);
  response.writeHead(200, { etag: await readEtag(path) }).end();
}

async function handleQueueRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { Entries = [] } = JSON.parse((await readBody(request)).toString()) as {
    Entries?: { Id: string; MessageBody: string }[];
  };
  const Successful = Entries.map(({ Id, MessageBody }) => ({
    Id,
    MessageId: Id,
    MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
  }));
  const type = { 'content-type': 'application/x-amz-json-1.0' };
  response.writeHead(200, type).end(JSON.stringify({ Successful, Failed: [] }));
}

/** The content of a body in chunks, each of which has its size in front; checksums follow the last. */
function joinChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const etags = new Map<string, string>();

/** A hash of the content, computed once for each file, as S3 does at the put. */
async function readEtag(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const name = `${path} ${size} ${mtimeMs}`;
  const etag =
    etags.get(name) ??
    `"${createHash('md5')
      .update(await readFile(path))
      .digest('hex')}"`;
  etags.set(name, etag);
  return etag;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
