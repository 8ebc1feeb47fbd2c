import { accessDenied } from './cloud-faults.ts';

/** The rights of S3 that the lake's roles are made of. */
export type S3Action =
  | 's3:GetObject'
  | 's3:GetObjectVersion'
  | 's3:PutObject'
  | 's3:DeleteObject'
  | 's3:ListBucket';

/** A right that is taken away, everywhere or below a prefix. */
export interface S3Denial {
  readonly action: S3Action;
  readonly bucket?: string;
  readonly prefix?: string;
}

/** Who makes the request. */
export interface S3View {
  /**
   * What may be listed, as `bucket/prefix`. Where a key may not be, its absence reads as a 403.
   *
   * @default everything
   */
  readonly listable?: readonly string[];
  /** May be changed between calls: that is a right withdrawn or given back. @default nothing */
  readonly denied?: readonly S3Denial[];
}

export function isAllowed(view: S3View, action: S3Action, bucket: string, key: string): boolean {
  const denied = view.denied?.some(
    (denial) =>
      denial.action === action && (denial.bucket ?? bucket) === bucket && key.startsWith(denial.prefix ?? ''),
  );
  if (denied) return false;
  if (action !== 's3:ListBucket' || view.listable === undefined) return true;
  return view.listable.some((prefix) => `${bucket}/${key}`.startsWith(prefix));
}

export function assertAllowed(view: S3View, action: S3Action, bucket: string, key: string): void {
  if (!isAllowed(view, action, bucket, key)) throw accessDenied();
}
