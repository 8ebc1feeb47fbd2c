import type { S3EventRecord } from 'aws-lambda';
import type { StoredVersion } from './memory-bucket.ts';

/** A key as S3's events carry it: URL-encoded like a form, with `+` for a space. */
function toEventKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

/**
 * The record of one creation.
 *
 * @param sequence a number that increases with every creation
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function toEventRecord(
  bucket: string,
  version: StoredVersion,
  eventName: string,
  sequence: number,
): S3EventRecord {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: version.lastModified.toISOString(),
    eventName,
    userIdentity: { principalId: 'AWS:AIDAMEMORY' },
    requestParameters: { sourceIPAddress: '192.0.2.1' },
    responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'FMyUVURIY8' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'landing',
      bucket: {
        name: bucket,
        ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
        arn: `arn:aws:s3:::${bucket}`,
      },
      object: {
        key: toEventKey(version.key),
        size: version.body.length,
        eTag: version.etag.replaceAll('"', ''),
        ...(version.versionId !== 'null' && { versionId: version.versionId }),
        sequencer: `00${sequence.toString(16).toUpperCase().padStart(16, '0')}`,
      },
    },
  };
}

/** What S3 sends once to a new destination, to see that it may. */
export function toTestEvent(bucket: string, now: Date): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: now.toISOString(),
    Bucket: bucket,
    RequestId: '5582815E1AEA5ADF',
    HostId: '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR',
  });
}
