import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { queryTrino, type TrinoPlace, type TrinoResult } from '../query-trino.ts';
import { toResultPage } from './result-page.ts';

/** What replaces Athena: its protocol in front of Trino. */
export interface AthenaBridge {
  /** For AWS_ENDPOINT_URL_ATHENA. */
  readonly url: string;
  /** Every query that was started, in their order. */
  readonly started: readonly StartQuery[];
  /** The state of each of them. */
  readonly states: readonly Execution['state'][];
  stop(): Promise<void>;
}

interface StartQuery {
  readonly QueryString: string;
  readonly WorkGroup: string;
  readonly QueryExecutionContext: { readonly Catalog: string; readonly Database: string };
}

interface Execution {
  readonly query: StartQuery;
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly stopping: AbortController;
  reason?: string;
  result?: TrinoResult;
}

type Request = StartQuery & { QueryExecutionId: string; NextToken?: string; MaxResults?: number };

/**
 * Starts a server of StartQueryExecution, StopQueryExecution, GetQueryExecution and GetQueryResults, as far as
 * `betlake` uses them.
 *
 * @param trino where Trino is; a query names its database itself
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/API_Operations.html
 */
export async function startAthenaBridge(trino: Pick<TrinoPlace, 'url'>): Promise<AthenaBridge> {
  const executions = new Map<string, Execution>();

  function start(query: StartQuery) {
    const id = randomUUID();
    const stopping = new AbortController();
    const execution: Execution = { query, state: 'RUNNING', stopping };
    executions.set(id, execution);
    const place = { ...trino, schema: query.QueryExecutionContext.Database };
    queryTrino(place, query.QueryString, stopping.signal).then(
      (result) => Object.assign(execution, { state: 'SUCCEEDED', result }),
      (error: Error) => {
        const state = stopping.signal.aborted ? 'CANCELLED' : 'FAILED';
        Object.assign(execution, { state, reason: error.message });
      },
    );
    return { QueryExecutionId: id };
  }

  function describe(id: string) {
    const { state, reason, result } = find(id);
    const statistics = result && {
      DataScannedInBytes: result.statistics.inputBytes,
      TotalExecutionTimeInMillis: result.statistics.milliseconds,
    };
    const Status = { State: state, StateChangeReason: reason };
    return { QueryExecution: { QueryExecutionId: id, Status, Statistics: statistics } };
  }

  function stop(id: string): object {
    find(id).stopping.abort();
    return {};
  }

  function find(id: string): Execution {
    const execution = executions.get(id);
    if (!execution) throw new Error(`QueryExecution ${id} was not found`);
    return execution;
  }

  function toPage({ QueryExecutionId, NextToken, MaxResults }: Request): object {
    const { query, result } = find(QueryExecutionId);
    return toResultPage(query.QueryString, result, NextToken, MaxResults);
  }

  function respond(operation: string | undefined, request: Request): object {
    switch (operation) {
      case 'AmazonAthena.StartQueryExecution':
        return start(request);
      case 'AmazonAthena.StopQueryExecution':
        return stop(request.QueryExecutionId);
      case 'AmazonAthena.GetQueryExecution':
        return describe(request.QueryExecutionId);
      case 'AmazonAthena.GetQueryResults':
        return toPage(request);
      default:
        throw new Error(`the bridge does not know ${operation}`);
    }
  }

  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    try {
      const operation = request.headers['x-amz-target'];
      response.end(
        JSON.stringify(respond(String(operation), JSON.parse(await readBody(request)) as Request)),
      );
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: 'InvalidRequestException', message: String(error) }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get started() {
      return [...executions.values()].map(({ query }) => query);
    },
    get states() {
      return [...executions.values()].map(({ state }) => state);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
