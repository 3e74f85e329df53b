import type { FastifyInstance } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import * as contract from './contract.ts';
import { findPeople } from './find-people.ts';
import { readIdentity } from './identity.page.ts';
import { REVEAL_FIELD_NAMES, REVEAL_PURPOSE_NAMES, SHOWN_SECONDS } from './reveal.ts';
import { revealField } from './reveal-field.ts';

/** The staff's routes about who a person is. */
export function registerPersonRoutes(app: FastifyInstance, edge: Edge, keys: Keys): void {
  serve(app, edge, contract.showIdentity, async (ctx, { params }, { about }) => {
    const shown = await readIdentity(ctx, keys, params.personNo);
    about({ persons: [params.personNo] });
    return shown;
  });
  serve(app, edge, contract.reveal, async (ctx, { body }, { about, subject }) => {
    const { note, ...wish } = body;
    // Named before it is known whether it may be: a refusal that counts as a fact says whom it was about.
    subject(REVEAL_FIELD_NAMES[body.field]);
    about({
      persons: [body.personNo],
      purpose: [REVEAL_PURPOSE_NAMES[body.purpose], note].filter(Boolean).join('：'),
    });
    return { value: await revealField(ctx, keys, wish), shownSeconds: SHOWN_SECONDS };
  });
  serve(app, edge, contract.searchPeople, async (ctx, { body }, { subject, about }) => {
    subject(howSearched(body));
    const found = await findPeople(ctx, keys, body);
    about({ persons: found.persons.map(({ personNo }) => personNo) });
    return found;
  });
}

function howSearched({ idNumber, lastFour, name }: { idNumber?: unknown; lastFour?: unknown; name?: unknown }): string {
  if (idNumber !== undefined) return '按证件号码';
  if (lastFour !== undefined) return '按证件末四位';
  return name === undefined ? '按辖区' : '按姓名开头';
}
