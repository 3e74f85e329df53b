import { randomBytes } from 'node:crypto';
import type { Outgoing } from '../http/outgoing.ts';
import { type ExternalIdentity, ExternalSignInError } from './external-identity.ts';
import { type OfficeApp, openOfficeApp } from './office-app.ts';
import { type Outbound, openOidc } from './oidc.ts';
import { identityAtPortal } from './portal-app.ts';
import type { OfficeAppWay, OidcWay, PortalAppWay, SignInSettings, WaySettings } from './settings.ts';

/** 登录方式: whatever form it has, one sends the browser there and learns who came back. */
export type Way = {
  name: string;
  title: string;
  form: WaySettings['form'];
  /** Where the browser goes to sign in. */
  loginAddress: (outbound: Outbound, redirectUri: string) => Promise<URL>;
  /** Who came back at `back`, with what was remembered. Throws ExternalSignInError. */
  identityOf: (back: URL, outbound: Outbound) => Promise<ExternalIdentity>;
  /** From inside the other app, which hands its pages a ticket or code; undefined where there is no such app. */
  identityInApp?: (ticket: string) => Promise<ExternalIdentity>;
};

export type Ways = {
  publicUrl: string;
  officials: ReadonlyMap<string, Way>;
  citizens: ReadonlyMap<string, Way>;
  /** The office app that has the directory and takes to-dos. */
  officeApp: OfficeApp | undefined;
};

type Surroundings = { callOut: Outgoing; now: () => Date; isReal: boolean };

/** One adapter for all configured ways of signing in elsewhere. */
export function openWays(settings: SignInSettings, surroundings: Surroundings): Ways {
  const apps = new Map<string, OfficeApp>();
  const open = (way: WaySettings): [string, Way] => {
    if (way.form === 'oidc') return [way.name, oidcWay(way, surroundings)];
    if (way.form === 'portal-app') return [way.name, portalWay(way, surroundings)];
    const app = openOfficeApp(way, surroundings);
    apps.set(way.name, app);
    return [way.name, officeWay(way, app)];
  };
  return {
    publicUrl: settings.publicUrl,
    officials: new Map(settings.officials.map(open)),
    citizens: new Map(settings.citizens.map(open)),
    officeApp: settings.directory && apps.get(settings.directory.way),
  };
}

/** What is remembered of a browser that is sent elsewhere; nobody can guess any of it. */
export function newOutbound(): Outbound {
  const random = () => randomBytes(32).toString('base64url');
  return { state: random(), nonce: random(), verifier: random() };
}

function oidcWay(way: OidcWay, { callOut, isReal }: Surroundings): Way {
  const { name, title, form } = way;
  return { name, title, form, ...openOidc(way, callOut, !isReal) };
}

function portalWay(way: PortalAppWay, surroundings: Surroundings): Way {
  const exchange = (ticket: string) => identityAtPortal(way, ticket, surroundings);
  const { name, title, form } = way;
  return {
    ...{ name, title, form, identityInApp: exchange },
    // It sends the browser to the address registered with it, and gives `sp` back as `redirectUrl`: our state.
    loginAddress: async ({ state }) => withQuery(way.loginUrl, { appId: way.appId, sp: state }),
    identityOf: async ({ searchParams }, { state }) => {
      if (searchParams.get('redirectUrl') !== state) throw new ExternalSignInError('refused');
      return exchange(searchParams.get('ticketId') ?? '');
    },
  };
}

function officeWay(way: OfficeAppWay, app: OfficeApp): Way {
  const { name, title, form } = way;
  const known = async (code: string, from: 'app' | 'qr') => ({
    ...(await app.identityOf(code, from)),
    hasSecondFactor: way.secondFactor,
  });
  return {
    ...{ name, title, form },
    identityInApp: (code) => known(code, 'app'),
    loginAddress: async ({ state }, redirectUri) =>
      withQuery(way.loginUrl, {
        response_type: 'code',
        client_id: way.accessKey,
        redirect_uri: redirectUri,
        scope: 'get_user_info',
        authType: 'QRCODE',
        state,
      }),
    identityOf: async ({ searchParams }, { state }) => {
      if (searchParams.get('state') !== state) throw new ExternalSignInError('refused');
      return known(searchParams.get('code') ?? '', 'qr');
    },
  };
}

function withQuery(address: string, query: Record<string, string>): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
