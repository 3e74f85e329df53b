import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { refuse } from './refuse.ts';

export type Cost = { memoryKib: number; passes: number };

/** argon2id above OWASP's least (19 MiB, 2 passes), so that one guess takes at least 0.2 s of a core. */
const COST: Cost = { memoryKib: 64 * 1024, passes: 5 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** More at once would only take memory and the threads that read files; more waiting would wait in vain. */
const AT_ONCE = 2;
const WAITING_AT_MOST = 30;
let running = 0;
const waiting: (() => void)[] = [];

const derive = promisify(argon2);

/** 口令散列: a PHC string with its own salt. Runs off the main thread; refuses when too many wait. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return format(cost, salt, await hash(password, salt, cost, TAG_BYTES));
}

export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const [, memory, passes, salt, expected] = PHC.exec(phc) ?? [];
  if (!memory || !passes || !salt || !expected) throw new Error('a stored password hash is not an argon2id PHC string');
  const tag = Buffer.from(expected, 'base64');
  const cost = { memoryKib: Number(memory), passes: Number(passes) };
  return timingSafeEqual(await hash(password, Buffer.from(salt, 'base64'), cost, tag.length), tag);
}

/** What is verified for a name nobody has: the same work, and no password fits it. */
export const NOBODYS_HASH = format(COST, randomBytes(SALT_BYTES), randomBytes(TAG_BYTES));

function hash(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  // Full-width letters from a Chinese keyboard and their plain forms are one password.
  const message = Buffer.from(password.normalize('NFKC'));
  const shape = { parallelism: 1, tagLength, memory: cost.memoryKib, passes: cost.passes };
  return inTurn(() => derive('argon2id', { message, nonce, ...shape } satisfies Argon2Parameters));
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else {
    if (waiting.length >= WAITING_AT_MOST) refuse('identity.busy');
    // Whoever is done hands over his turn, so `running` stays.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function format(cost: Cost, salt: Buffer, tag: Buffer): string {
  const [saltText, tagText] = [salt, tag].map((bytes) => bytes.toString('base64').replaceAll('=', ''));
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=1$${saltText}$${tagText}`;
}
