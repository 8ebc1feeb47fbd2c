import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore } from '../../../client/local/folder-store.ts';
import { describeObjectStoreContract } from '../../core/object-store-contract.ts';

describeObjectStoreContract('the folder store', async () => {
  const path = await mkdtemp(join(tmpdir(), 'betlake-folder-'));
  const store = new FolderStore(join(path, 'lake'));
  return { store, path, clean: () => rm(path, { recursive: true, force: true }) };
});
