/** One call of the memory S3 or SQS, before or after it has done its work. */
export interface CloudCall {
  readonly service: 's3' | 'sqs';
  /** The command without its ending, such as `PutObject` or `SendMessageBatch`. */
  readonly operation: string;
  /** The bucket, or the queue's name. */
  readonly bucket: string;
  /** The key, a listing's prefix, or the first of the keys of a DeleteObjects; empty for a queue. */
  readonly key: string;
  readonly when: 'before' | 'after';
  /** Which call it is, from 0: the same before and after, one sequence for all who share the CloudCalls. */
  readonly index: number;
}

/** What a hook gives back after a GetObject to spoil the body: where, and how. */
export interface BodyCut {
  readonly cutAt: number;
  /** A connection reset, an early end without an error, or silence. */
  readonly ending: 'reset' | 'end' | 'stall';
}

/**
 * Called before and after every call. It may throw in place of the call's work (before) or of its response
 * (after: the work is done, the caller does not receive the response), wait, or let another thing happen meanwhile.
 */
export type CallHook = (call: CloudCall) => unknown;

/** Counts the calls of a cloud in memory and lets a test interfere with each. */
export class CloudCalls {
  hook: CallHook | undefined;
  #count = 0;

  /** Calls so far. */
  get count(): number {
    return this.#count;
  }

  async around<T>(
    call: Omit<CloudCall, 'when' | 'index'>,
    work: () => T | Promise<T>,
  ): Promise<{ output: T; cut: BodyCut | undefined }> {
    const index = this.#count++;
    await this.hook?.({ ...call, when: 'before', index });
    const output = await work();
    const response = await this.hook?.({ ...call, when: 'after', index });
    return { output, cut: isBodyCut(response) ? response : undefined };
  }
}

function isBodyCut(response: unknown): response is BodyCut {
  return typeof response === 'object' && response !== null && 'cutAt' in response && 'ending' in response;
}
