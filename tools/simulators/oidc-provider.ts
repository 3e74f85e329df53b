import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import Provider from 'oidc-provider';

// A real OpenID provider in a process of its own, with invented people. Its own development pages ask for a login; any password does.
// The login's first part is the employee code; `name+mfa` signs in with two factors (acr urn:mfa).

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const CLIENT_ID = process.env.SIMULATOR_CLIENT_ID ?? 'kangyang';
const SECRET = process.env.SIMULATOR_SECRET ?? 'simulator-secret-of-thirty-two-signs';
const REDIRECT = process.env.SIMULATOR_REDIRECT ?? 'http://127.0.0.1:8080/staff/sign-in/back';

/** The port must be known before the provider is made: its issuer names it. */
const server = createServer();
await new Promise<void>((resolve) => server.listen(Number(values.port), '127.0.0.1', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no port');
const issuer = `http://127.0.0.1:${address.port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: SECRET,
      redirect_uris: [REDIRECT],
      // It speaks plain http on this machine only.
      application_type: 'native',
    },
  ],
  claims: { openid: ['sub', 'acr'], profile: ['name', 'employee_code'] },
  acrValues: ['urn:mfa'],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: (_context: unknown, sub: string) => ({
    accountId: sub,
    claims: () => ({ sub, name: `${sub}某`, employee_code: sub.split('+')[0] }),
  }),
});

server.on('request', provider.callback());
process.stdout.write(`simulator ${issuer}\n`);
process.once('SIGTERM', () => process.exit(0));
// It ends with whoever started it.
process.once('disconnect', () => process.exit(0));
