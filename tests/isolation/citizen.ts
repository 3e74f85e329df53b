import type { FastifyInstance } from 'fastify';
import type { CitizenSignIn } from '#modules/identity/index.ts';
import { openOutgoing } from '#platform/http/outgoing.ts';
import { openWays } from '#platform/sign-in/ways.ts';
import { citizenSignIn } from '#server/citizen-sign-in.ts';
import { startSimulator } from '#tools/simulators/start-simulator.ts';

const KEY = { accessKey: 'simulator-access-key', secret: 'simulator-secret-of-thirty-two-signs' };
const SERVICES = '/restapi/prod/IC330000202203290000';
export type CitizenWish = { name: string; idNumber: string };

/** Signing in to the portal as in life: the real exchange of tickets, with the identity service's simulator in its own process. */
export async function openCitizens() {
  const simulator = await startSimulator('portal-account');
  const callOut = openOutgoing({ origins: [simulator.url], networks: [], loopback: true });
  const way = {
    ...{ ...KEY, form: 'portal-app' as const, name: 'portal', title: '浙里办', appId: 'kangyang' },
    loginUrl: `${simulator.url}/uc/sso/login`,
    tokenUrl: `${simulator.url}${SERVICES}07/uc/sso/access_token`,
    userUrl: `${simulator.url}${SERVICES}08/uc/sso/getUserInfo`,
  };
  const settings = { publicUrl: 'https://kangyang.example', officials: [], citizens: [way], directory: undefined };
  // The simulator's clock is the machine's, and signatures carry the time.
  const service: CitizenSignIn = citizenSignIn(openWays(settings, { callOut, now: () => new Date(), isReal: false }));

  /** A ticket as the identity service hands it to somebody who has signed in there. */
  async function ticketOf({ name, idNumber }: CitizenWish): Promise<string> {
    const person = { userName: name, idNo: idNumber, phone: '19900000001' };
    const given = await fetch(`${simulator.url}/simulator/tickets`, { method: 'POST', body: JSON.stringify(person) });
    return ((await given.json()) as { ticketId: string }).ticketId;
  }

  /** Signs a citizen in from inside the service's own app. Returns the cookie that his browser would hold. */
  async function signIn(app: FastifyInstance, wish: CitizenWish): Promise<string> {
    const payload = { ticket: await ticketOf(wish), mine: true };
    const answer = await app.inject({ method: 'POST', url: '/api/identity/citizen/sign-in', payload });
    if (answer.statusCode !== 200) throw new Error(`no citizen: ${answer.payload}`);
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  }
  return { service, signIn, ticketOf, close: simulator.stop };
}
