import { readFileSync, statSync } from 'node:fs';
import { Refusal } from '#platform/refusal/refusal.ts';

const SHORTEST = 12;
/** What examples and habit write instead of a password; compared without case and signs. */
const SAMPLES = new Set([
  ...[
    'password',
    'passw0rd',
    'postgres',
    'postgresql',
    'changeme',
    'changethis',
    'secret',
    'example',
    'sample',
    'kangyang',
  ],
  ...['kangyangapp', 'admin', 'administrator', 'root', 'test', 'demo', 'default', 'letmein', 'qwerty', 'yourpassword'],
  ...[
    'mypassword',
    'secretpassword',
    'examplepassword',
    'postgrespassword',
    'correcthorsebatterystaple',
    '密码',
    '口令',
  ],
]);

/** 机密设置: from the environment, or from the file that NAME_FILE names, which nobody but its owner may read. */
export function readSecret(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || undefined;
  if (env[name]) throw wrong(name, `和 ${name}_FILE 只能设一个`);
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw wrong(`${name}_FILE`, '指定的文件别人也能读，请执行 chmod 600');
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw wrong(`${name}_FILE`, '指定的文件读不到');
  }
  if (text === '') throw wrong(`${name}_FILE`, '指定的文件是空的');
  return text;
}

/** C-01: refuses a password that is short or stands in examples. A database that asks for none is its administrator's choice. */
export function refuseWeakSecret(name: string, secret: string | undefined): void {
  if (secret === undefined || secret === '') return;
  if (secret.length < SHORTEST) throw wrong(name, `里的口令太短，至少 ${SHORTEST} 位`);
  if (isSample(secret)) throw wrong(name, '里的口令是示例里的或人人都猜得到的');
}

function isSample(secret: string): boolean {
  const plain = secret.toLowerCase().replace(/[^a-z\u4e00-\u9fff]/g, '');
  return SAMPLES.has(plain) || new Set(secret).size < 4 || /^(?:0123456789|1234567890|abcdefghij)/i.test(secret);
}

/** The password inside a database address; undefined when it cannot be read, which the connection will say better. */
export function passwordIn(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? decodeURIComponent(new URL(url).password) : undefined;
}

function wrong(name: string, what: string): Refusal {
  return new Refusal(
    'secret',
    409,
    `环境变量 ${name} ${what}，没有启动。改正后再启动；写法见 docs/guides/operate.md。`,
    {},
  );
}
