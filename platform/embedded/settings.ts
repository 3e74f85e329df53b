import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const MEBIBYTE = 1024 * 1024;

export type Settings = Record<string, string>;

/** For keeping data: what is committed survives a power cut. Sized for two cores and a province. */
export function durableSettings(): Settings {
  const sharedMb = Math.max(64, Math.min(512, Math.floor(totalmem() / MEBIBYTE / 8)));
  return {
    ...common(),
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${sharedMb}MB`,
    max_wal_size: '4GB',
    checkpoint_completion_target: '0.9',
    effective_cache_size: `${sharedMb * 8}MB`,
    work_mem: '64MB',
    maintenance_work_mem: `${sharedMb}MB`,
  };
}

/** For tests: nothing needs to survive. */
export function testSettings(): Settings {
  return {
    ...common(),
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    work_mem: '16MB',
    autovacuum: 'off',
  };
}

function common(): Settings {
  return {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    jit: 'off',
    max_connections: '100',
    max_parallel_workers_per_gather: '1',
    random_page_cost: '1.1',
    dynamic_shared_memory_type: smallSharedMemory() ? 'mmap' : 'posix',
    log_min_duration_statement: '-1',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
  };
}

/** Containers give /dev/shm 64 MB by default, too little for a parallel hash join. */
function smallSharedMemory(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize < 1024 * MEBIBYTE;
  } catch {
    return true;
  }
}
