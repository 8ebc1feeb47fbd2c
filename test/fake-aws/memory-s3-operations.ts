import type * as s3 from '@aws-sdk/client-s3';
import { s3Fault } from './cloud-faults.ts';
import type { MemoryBucket, StoredVersion } from './memory-bucket.ts';
import { assertAllowed, isAllowed, type S3View } from './s3-view.ts';

/*
 * What each command does, given the bucket, and whose rights hold. They respond at once: whatever waits
 * has been waited for before, so that a condition and its put cannot be torn apart.
 */

export function putObject(
  bucket: MemoryBucket,
  view: S3View,
  input: s3.PutObjectCommandInput,
  body: Buffer,
): Omit<s3.PutObjectCommandOutput, '$metadata'> {
  const key = input.Key ?? '';
  assertAllowed(view, 's3:PutObject', bucket.name, key);
  if (input.IfMatch !== undefined) assertAllowed(view, 's3:GetObject', bucket.name, key);
  if (input.ContentLength !== undefined && input.ContentLength !== body.length) {
    throw s3Fault(
      'IncompleteBody',
      400,
      'You did not provide the number of bytes of the Content-Length header',
    );
  }
  const condition = { ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch };
  const version = bucket.put(key, body, condition, input.Metadata);
  return { ETag: version.etag, ...versionIdOf(bucket, version) };
}

export function copyObject(
  source: MemoryBucket,
  bucket: MemoryBucket,
  view: S3View,
  input: s3.CopyObjectCommandInput,
): Omit<s3.CopyObjectCommandOutput, '$metadata'> {
  const { key: from, versionId } = parseCopySource(input.CopySource);
  const key = input.Key ?? '';
  const found = findObject(source, view, { Key: from, VersionId: versionId });
  assertAllowed(view, 's3:PutObject', bucket.name, key);
  const version = bucket.put(key, found.body, {}, found.metadata, 'ObjectCreated:Copy');
  const result = { ETag: version.etag, LastModified: version.lastModified };
  return { CopyObjectResult: result, ...versionIdOf(bucket, version) };
}

/** A version as GET and HEAD find it, by the rights of the caller. */
export function findObject(
  bucket: MemoryBucket,
  view: S3View,
  { Key = '', VersionId, IfMatch }: Pick<s3.GetObjectCommandInput, 'Key' | 'VersionId' | 'IfMatch'>,
): StoredVersion {
  assertAllowed(view, VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', bucket.name, Key);
  return bucket.find(Key, VersionId, IfMatch, isAllowed(view, 's3:ListBucket', bucket.name, Key));
}

/** What a GET and a HEAD return of a version. */
export function describeVersion(bucket: MemoryBucket, version: StoredVersion) {
  return {
    ETag: version.etag,
    LastModified: version.lastModified,
    Metadata: { ...version.metadata },
    ...versionIdOf(bucket, version),
  };
}

/** The part that a `Range` header names. */
export function cutRange(body: Buffer, range: string | undefined) {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined) return { bytes: body };
  const start = Number(first);
  if (start >= body.length) throw s3Fault('InvalidRange', 416, 'The requested range is not satisfiable');
  const end = Math.min(last ? Number(last) : body.length - 1, body.length - 1);
  return { bytes: body.subarray(start, end + 1), ContentRange: `bytes ${start}-${end}/${body.length}` };
}

export function listObjects(
  bucket: MemoryBucket,
  view: S3View,
  input: s3.ListObjectsV2CommandInput,
): Omit<s3.ListObjectsV2CommandOutput, '$metadata'> {
  const prefix = input.Prefix ?? '';
  assertAllowed(view, 's3:ListBucket', bucket.name, prefix);
  const after = input.ContinuationToken ? fromToken(input.ContinuationToken) : (input.StartAfter ?? '');
  const most = Math.min(input.MaxKeys ?? 1000, 1000);
  const Contents: s3._Object[] = [];
  let more = false;
  for (const key of bucket.keys.from(
    Buffer.compare(Buffer.from(after), Buffer.from(prefix)) > 0 ? after : prefix,
  )) {
    if (!key.startsWith(prefix)) break;
    const version = key === after ? undefined : bucket.current(key);
    if (!version) continue;
    more = Contents.length === most;
    if (more) break;
    Contents.push({
      Key: key,
      Size: version.body.length,
      LastModified: version.lastModified,
      ETag: version.etag,
    });
  }
  const next = more ? { NextContinuationToken: toToken(Contents.at(-1)?.Key ?? '') } : {};
  const listed = input.EncodingType === 'url' ? Contents.map(encodeKey) : Contents;
  const encoding = input.EncodingType ? { EncodingType: input.EncodingType } : {};
  return { Contents: listed, KeyCount: listed.length, IsTruncated: more, ...next, ...encoding };
}

export function deleteObjects(
  bucket: MemoryBucket,
  view: S3View,
  input: s3.DeleteObjectsCommandInput,
): Omit<s3.DeleteObjectsCommandOutput, '$metadata'> {
  const objects = input.Delete?.Objects ?? [];
  if (objects.length === 0 || objects.length > 1000) {
    throw s3Fault('MalformedXML', 400, 'The XML you provided was not well-formed');
  }
  const Deleted: s3.DeletedObject[] = [];
  const Errors: s3._Error[] = [];
  for (const { Key = '', VersionId } of objects) {
    if (isAllowed(view, 's3:DeleteObject', bucket.name, Key)) {
      bucket.remove(Key, VersionId);
      Deleted.push({ Key });
    } else {
      Errors.push({ Key, Code: 'AccessDenied', Message: 'Access Denied' });
    }
  }
  return { ...(!input.Delete?.Quiet && { Deleted }), ...(Errors.length > 0 && { Errors }) };
}

/** `bucket/key` of a copy, with the version that may follow. */
export function parseCopySource(source = '') {
  const [path = '', versionId] = source.split('?versionId=');
  const [bucket = '', ...rest] = decodeURIComponent(path).replace(/^\//, '').split('/');
  return { bucket, key: rest.join('/'), versionId };
}

function versionIdOf(bucket: MemoryBucket, version: StoredVersion) {
  return bucket.versioned ? { VersionId: version.versionId } : {};
}

function encodeKey(object: s3._Object): s3._Object {
  const key = encodeURIComponent(object.Key ?? '')
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
  return { ...object, Key: key };
}

const toToken = (key: string) => Buffer.from(key).toString('base64');
const fromToken = (token: string) => Buffer.from(token, 'base64').toString();
