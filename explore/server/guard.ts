import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 403 | 405;
  readonly error: string;
}

/** Sent with every answer: the page runs its own script alone, and loads nothing from elsewhere. */
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
 * Says why a request is refused, undefined where it is not. A page of elsewhere that a browser shows must not read
 * the lake: neither by a name that it lets point to this machine (the Host header tells), nor by asking across
 * origins (the Origin header and Sec-Fetch-Site tell).
 */
export function findRefusal(request: IncomingMessage, port: number): Refusal | undefined {
  const { host, origin } = request.headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host)) {
    return { status: 403, error: `this server answers to http://127.0.0.1:${port} alone` };
  }
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) {
    return { status: 403, error: 'this server does not answer pages of another origin' };
  }
  if (
    ['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site'])) &&
    !isNavigation(request)
  ) {
    return { status: 403, error: 'this server does not answer pages of another origin' };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, error: 'this server only reads: expected GET or HEAD' };
  }
  return undefined;
}

/** A link that somebody follows from elsewhere opens the page; nothing of elsewhere can read it. */
function isNavigation(request: IncomingMessage): boolean {
  return request.headers['sec-fetch-mode'] === 'navigate';
}

/**
 * Finds what is asked for below the token that every address begins with: `/<token>/api/lake` gives `/api/lake`. The
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
