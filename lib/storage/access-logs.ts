import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration.ts';
import { PrivateBucket } from './private-bucket.ts';

/** The bucket that the other buckets' accesses are logged to; S3 writes them under its own keys only. */
export class AccessLogs extends PrivateBucket {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, { configuration, retention: { days: configuration.days.logs } });
    acknowledge(this, 'S1', 'The bucket of the access logs would log its own logging without end.');
  }
}
