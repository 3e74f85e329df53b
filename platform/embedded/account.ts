import { execFileSync, spawnSync } from 'node:child_process';
import { Refusal } from '../refusal/refusal.ts';

/** The operating system account PostgreSQL runs as when we are root; null: our own. */
export type Account = { name: string; uid: number; gid: number } | null;

const OWN_ACCOUNT = 'kangyang';

/** PostgreSQL refuses to run as root: then the account `postgres`, else one made for it. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return null;
  return findAccount('postgres') ?? findAccount(OWN_ACCOUNT) ?? createAccount();
}

function findAccount(name: string): Account {
  const id = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const user = id('-u');
  if (user.status !== 0) return null;
  return { name, uid: Number(user.stdout), gid: Number(id('-g').stdout) };
}

function createAccount(): Account {
  const commands: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_ACCOUNT]],
    ['adduser', ['--system', '--no-create-home', '--group', OWN_ACCOUNT]],
  ];
  for (const [command, args] of commands) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      continue; // The next command, or the refusal below, says what is missing.
    }
    const account = findAccount(OWN_ACCOUNT);
    if (account) return account;
  }
  throw new Refusal(
    'embedded.no-account',
    409,
    `数据库不能以 root 身份运行，又无法建立系统用户 ${OWN_ACCOUNT}。请执行 useradd --system ${OWN_ACCOUNT} 后重试，或改用普通用户启动。`,
    {},
  );
}

/** Can the account enter this folder? Only a real attempt knows about every parent, ACL and mount. */
export function canEnter(account: Account, folder: string): boolean {
  if (!account) return true;
  const attempt = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return attempt.status === 0;
}
