import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { maxReceives, toVisibilitySeconds } from '../compute/timeouts.ts';

export interface WorkQueueProps {
  /** How long the function that takes the messages may run. */
  readonly functionSeconds: number;
  /** Makes it a FIFO queue, of which every message waits so long. @default a standard queue */
  readonly fifoDelay?: Duration;
  /** @default encrypted with SQS's own keys */
  readonly encryptionKey?: IKey | undefined;
}

/** A queue with its dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { functionSeconds, fifoDelay, encryptionKey }: WorkQueueProps) {
    super(scope, id);
    const queueProps = {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
      ...(fifoDelay && { fifo: true }),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', queueProps);
    this.queue = new Queue(this, 'Queue', {
      ...queueProps,
      visibilityTimeout: Duration.seconds(toVisibilitySeconds(functionSeconds, fifoDelay !== undefined)),
      // By hand a message is sent with its group alone.
      ...(fifoDelay && { deliveryDelay: fifoDelay, contentBasedDeduplication: true }),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxReceives },
    });
  }

  /** Lets `grantee` send work; narrower than the queue's own grant, which opens a customer key by wildcards. */
  grantSend(grantee: IGrantable): Grant {
    this.queue.encryptionMasterKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
    return Grant.addToPrincipal({
      grantee,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.queue.queueArn],
    });
  }
}
