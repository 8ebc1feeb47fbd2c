import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused. */
export interface Refusal {
  readonly status: 403 | 405;
  readonly error: string;
}

/** Headers of every response: the page runs its own script alone, and loads nothing from elsewhere. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

/**
 * Finds why a request is refused; undefined where it is not. A web page of another site must not read the lake:
 * neither by a name that resolves to this machine (DNS rebinding, seen in the Host header), nor by a request across
 * origins (seen in the Origin header and Sec-Fetch-Site).
 */
export function findRefusal(request: IncomingMessage, port: number): Refusal | undefined {
  const { host, origin } = request.headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host)) {
    return {
      status: 403,
      error: `this server is reached by http://127.0.0.1:${port} alone; open the address that "betlake explore" printed`,
    };
  }
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) {
    return {
      status: 403,
      error:
        'this server refuses requests from pages of another origin; open the address that "betlake explore" printed',
    };
  }
  if (
    ['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site'])) &&
    !isNavigation(request)
  ) {
    return {
      status: 403,
      error:
        'this server refuses requests from pages of another origin; open the address that "betlake explore" printed',
    };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, error: 'this server only reads: expected GET or HEAD' };
  }
  return undefined;
}

/** A link on another site may open the page; that site cannot read it. */
function isNavigation(request: IncomingMessage): boolean {
  return request.headers['sec-fetch-mode'] === 'navigate';
}

/**
 * Finds the path below the token that every address begins with: `/<token>/api/lake` gives `/api/lake`. The
 * address is all that another user of this machine lacks; undefined where the token is not this server's. Takes the
 * same time however much of it is right.
 */
export function findPath(pathname: string, token: string): string | undefined {
  const [, given = '', ...rest] = pathname.split('/');
  const isRight = timingSafeEqual(toDigest(given), toDigest(token));
  return isRight && rest.length > 0 ? `/${rest.join('/')}` : undefined;
}

function toDigest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
