import * as openid from 'openid-client';
import type { Outgoing } from '../http/outgoing.ts';
import { type ExternalIdentity, ExternalSignInError } from './external-identity.ts';
import type { OidcWay } from './settings.ts';

/** What is remembered of a sign-in that was sent elsewhere, until the browser comes back. */
export type Outbound = { state: string; nonce: string; verifier: string };

export type OidcClient = {
  loginAddress: (outbound: Outbound, redirectUri: string) => Promise<URL>;
  /** `back`: the whole address at which the browser came back. Throws ExternalSignInError. */
  identityOf: (back: URL, outbound: Outbound) => Promise<ExternalIdentity>;
};

/**
 * OpenID Connect: code flow with PKCE; state, nonce, issuer and audience are checked, the ID token's signature against the
 * provider's keys with the one algorithm of the settings (B-80). `allowPlain`: simulators speak plain http.
 */
export function openOidc(way: OidcWay, callOut: Outgoing, allowPlain: boolean): OidcClient {
  let found: Promise<openid.Configuration> | undefined;
  const configuration = () => {
    found ??= discover(way, callOut, allowPlain).catch((error: unknown) => {
      found = undefined;
      throw new ExternalSignInError('unreachable', error);
    });
    return found;
  };
  return {
    loginAddress: async ({ state, nonce, verifier }, redirectUri) =>
      openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: way.scope,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }),
    identityOf: async (back, { state, nonce, verifier }) => {
      const config = await configuration();
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
      const claims = await openid
        .authorizationCodeGrant(config, back, checks)
        .then((tokens) => allClaims(config, tokens))
        .catch((error: unknown) => {
          throw new ExternalSignInError(problemOf(error), error);
        });
      return identityFrom(claims, way);
    },
  };
}

async function discover(way: OidcWay, callOut: Outgoing, allowPlain: boolean): Promise<openid.Configuration> {
  const config = await openid.discovery(
    new URL(way.issuer),
    way.clientId,
    { id_token_signed_response_alg: way.algorithm },
    openid.ClientSecretBasic(way.secret),
    {
      [openid.customFetch]: callOut as openid.CustomFetch,
      execute: allowPlain ? [openid.allowInsecureRequests] : [],
    },
  );
  // Not only TLS vouches for the ID token: its signature is verified too.
  openid.enableNonRepudiationChecks(config);
  return config;
}

type Tokens = Awaited<ReturnType<typeof openid.authorizationCodeGrant>>;
type Claims = Record<string, unknown> & { sub: string };

/** Providers put the employee code into the ID token or hand it out at their user address. */
async function allClaims(config: openid.Configuration, tokens: Tokens): Promise<Claims> {
  const claims = tokens.claims();
  if (!claims) throw new ExternalSignInError('unreadable');
  const more = config.serverMetadata().userinfo_endpoint
    ? await openid.fetchUserInfo(config, tokens.access_token, claims.sub)
    : {};
  return { ...more, ...claims };
}

function problemOf(error: unknown): ExternalSignInError['problem'] {
  if (error instanceof ExternalSignInError) return error.problem;
  if (error instanceof openid.ResponseBodyError) {
    return error.error === 'invalid_client' || error.error === 'unauthorized_client' ? 'misconfigured' : 'refused';
  }
  if (error instanceof openid.WWWAuthenticateChallengeError) return 'misconfigured';
  if (error instanceof openid.AuthorizationResponseError) return 'refused';
  const code = (error as { code?: string }).code ?? '';
  return code.startsWith('OAUTH_') ? 'unreadable' : 'unreachable';
}

function identityFrom(claims: Claims, way: OidcWay): ExternalIdentity {
  const text = (name: string) => {
    const value = claims[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const acr = text('acr');
  const amr = Array.isArray(claims.amr) ? claims.amr : [];
  return {
    subject: claims.sub,
    displayName: text('name'),
    employeeCode: text(way.employeeCodeClaim),
    idNumber: text('id_number'),
    phone: text('phone_number'),
    hasSecondFactor:
      (acr !== undefined && way.secondFactor.acr.includes(acr)) ||
      amr.some((one) => way.secondFactor.amr.includes(String(one))),
  };
}
