/** The name that Athena gives its catalog, which every view names. */
export const catalogName = 'awsdatacatalog';

/** A heap of 1 GB is enough for a few million rows. */
export const javaOptions: readonly string[] = [
  '-server',
  '-Xms512M',
  '-Xmx1G',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:ReservedCodeCacheSize=256M',
  '-XX:+EnableDynamicAgentLoading',
  '--enable-native-access=ALL-UNNAMED',
  '-Djdk.attach.allowAttachSelf=true',
  '-Dfile.encoding=UTF-8',
  '-Duser.timezone=UTC',
];

/** Settings of the server: one node that does everything. */
export function toServerSettings(port: number, folders: { plugins: string; catalogs: string }) {
  return {
    coordinator: 'true',
    'node-scheduler.include-coordinator': 'true',
    'http-server.http.port': String(port),
    'discovery.uri': `http://127.0.0.1:${port}`,
    'query.max-memory': '400MB',
    'query.max-memory-per-node': '400MB',
    'memory.heap-headroom-per-node': '200MB',
    'task.concurrency': '2',
    'task.max-worker-threads': '4',
    // The statistics of a query are read after it has ended.
    'query.min-expire-age': '5m',
    'plugin.dir': folders.plugins,
    'catalog.management': 'static',
    'catalog.config-dir': folders.catalogs,
  };
}

/** Settings of the catalog: Glue and S3 as Athena has them, at the emulator's address. */
export function toCatalogSettings(emulator: string) {
  return {
    'connector.name': 'hive',
    'hive.metastore': 'glue',
    'hive.metastore.glue.region': 'us-east-1',
    'hive.metastore.glue.endpoint-url': emulator,
    'hive.metastore.glue.aws-access-key': 'test',
    'hive.metastore.glue.aws-secret-key': 'test',
    'fs.hadoop.enabled': 'false',
    'fs.native-s3.enabled': 'true',
    's3.endpoint': emulator,
    's3.region': 'us-east-1',
    's3.path-style-access': 'true',
    's3.aws-access-key': 'test',
    's3.aws-secret-key': 'test',
    // Athena does both of its own accord.
    'hive.partition-projection-enabled': 'true',
    'hive.timestamp-precision': 'MILLISECONDS',
    'hive.table-statistics-enabled': 'false',
  };
}

/** Settings as a Java properties file. */
export function toProperties(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}
