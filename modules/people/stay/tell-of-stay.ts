import { asBulk } from '#platform/db/bulk.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { tellPerson } from '../mandate/message.store.ts';

const SENTENCES = {
  reported:
    '报告您住在那里，正在等确认。确认以前它看不到您的资料。没有这回事的，请告诉村（社区）或街道（乡镇），或拨打 12345。',
  confirmed:
    '的入住登记已经确认。您住在那里的时候，它能查看您的基本信息（姓名、证件号码只显示一部分）和当月津贴。不对的，请告诉村（社区）或街道（乡镇），或拨打 12345。',
  ended: '登记您已经离院，从现在起它不能再看您的资料。',
  retracted: '的入住登记已经撤回，它不能看您的资料。',
} as const;

type About = { stayNo: number; personNo: number | null; institutionName: string };

/** 告知老人, also where whoever acts may not see his messages: a job of its own. */
export async function tellOfStay(ctx: Ctx, about: About, what: keyof typeof SENTENCES): Promise<void> {
  const { personNo, stayNo, institutionName } = about;
  if (personNo === null) return;
  const sentence = `${institutionName}${SENTENCES[what]}`;
  await asBulk(ctx, 'people.stay-told', `入住登记 ${stayNo}`, () =>
    tellPerson(ctx.db, personNo, { kind: 'stay', sentence }, ctx.now),
  );
}
