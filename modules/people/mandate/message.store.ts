import { type AnyDb, own } from '#platform/db/own.ts';

/** 消息种类: about what an older person is told. */
export type MessageKind = 'mandate' | 'account' | 'question' | 'stay';

/** 告知老人: one sentence in his own list, in the act's transaction. */
export async function tellPerson(
  db: AnyDb,
  personNo: number,
  { kind, sentence }: { kind: MessageKind; sentence: string },
  now: Date,
): Promise<void> {
  await own('people')(db)
    .insertInto('people.message')
    .values({ person_no: personNo, kind, sentence, at: now })
    .execute();
}

const MOST_SHOWN = 100;

export async function messagesOf(db: AnyDb, personNo: number) {
  return own('people')(db)
    .selectFrom('people.message')
    .select(['message_no', 'kind', 'sentence', 'at', 'read_at'])
    .$narrowType<{ kind: MessageKind }>()
    .where('person_no', '=', personNo)
    .orderBy('message_no', 'desc')
    .limit(MOST_SHOWN)
    .execute();
}

export async function countUnread(db: AnyDb, personNos: readonly number[]): Promise<Map<number, number>> {
  if (personNos.length === 0) return new Map();
  const rows = await own('people')(db)
    .selectFrom('people.message')
    .select(['person_no', ({ fn }) => fn.countAll<number>().as('unread')])
    .where('person_no', 'in', personNos)
    .where('read_at', 'is', null)
    .groupBy('person_no')
    .execute();
  return new Map(rows.map(({ person_no, unread }) => [person_no, Number(unread)]));
}

export async function markRead(db: AnyDb, personNo: number, now: Date): Promise<void> {
  await own('people')(db)
    .updateTable('people.message')
    .set({ read_at: now })
    .where('person_no', '=', personNo)
    .where('read_at', 'is', null)
    .execute();
}
