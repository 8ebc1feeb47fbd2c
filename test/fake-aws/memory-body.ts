import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { BodyCut } from './cloud-calls.ts';
import { connectionReset } from './cloud-faults.ts';

/** The body of a response, in chunks, and spoilt where a hook does so. */
export function toBody(bytes: Buffer, cut: BodyCut | undefined): GetObjectCommandOutput['Body'] {
  const last = Math.min(bytes.length, cut?.cutAt ?? bytes.length);
  let reached = 0;
  const body = new Readable({
    read() {
      if (reached < last) {
        const chunk = bytes.subarray(reached, Math.min(last, reached + chunkBytes));
        reached += chunk.length;
        this.push(chunk);
      } else if (cut === undefined || cut.ending === 'end') {
        this.push(null);
      } else if (cut.ending === 'reset') {
        resetOnceRead(this);
      }
    },
  });
  const whole = async () => Buffer.concat(await body.toArray());
  const asSdkStream = Object.assign(body, {
    transformToByteArray: async () => new Uint8Array(await whole()),
    transformToString: async (encoding?: BufferEncoding) => (await whole()).toString(encoding),
  });
  return asSdkStream as unknown as GetObjectCommandOutput['Body'];
}

/** What a put was given as its body, whole. */
export async function readBody(body: unknown): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  if (body instanceof Readable) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  throw new TypeError('expected a body that is text, bytes or a stream');
}

/** A destroyed stream forgets what nobody has taken yet; a test that cuts at a byte wants all before it read. */
function resetOnceRead(body: Readable): void {
  if (body.readableLength > 0) setImmediate(() => resetOnceRead(body));
  else body.destroy(connectionReset());
}

const chunkBytes = 16 * 1024;
