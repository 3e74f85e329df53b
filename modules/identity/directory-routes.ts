import type { FastifyInstance } from 'fastify';
import { type Edge, serve, servePrepared, serveStream } from '#platform/http/serve.ts';
import { exportAccounts, readAccounts } from './account/account.list.ts';
import { readAccount } from './account/account.page.ts';
import { endAccount } from './account/end-account.ts';
import { makeAccountByHand } from './account/make-account.ts';
import { makeOneTimePassword } from './account/one-time-password.ts';
import { resetPassword } from './account/reset-password.ts';
import * as directory from './directory.ts';
import { endOrganisation } from './organisation/end-organisation.ts';
import { makeOrganisation } from './organisation/make-organisation.ts';
import { exportOrganisations, readOrganisations } from './organisation/organisation.list.ts';
import * as organisations from './organisation/organisation-contract.ts';
import { endPost } from './post/end-post.ts';
import { endStandIn } from './post/end-stand-in.ts';
import { makePost } from './post/make-post.ts';
import { makeStandIn } from './post/make-stand-in.ts';
import { ROLE_NAMES } from './role.ts';

const DONE = { done: true as const };

/** The administrators' routes: organisations, accounts, posts, stand-ins. */
export function registerDirectoryRoutes(app: FastifyInstance, edge: Edge, province: string): void {
  registerOrganisations(app, edge, province);
  registerAccounts(app, edge);
  registerPosts(app, edge);
}

function registerOrganisations(app: FastifyInstance, edge: Edge, province: string): void {
  serve(app, edge, organisations.listOrganisations, (ctx, { query: { page, ...filter } }) =>
    readOrganisations(ctx.db, filter, page),
  );
  serveStream(
    app,
    edge,
    organisations.exportOrganisations,
    () => '组织.csv',
    (ctx, { query }) => exportOrganisations(ctx.db, query),
  );
  serve(app, edge, organisations.makeOrganisation, async (ctx, { body }, { subject }) => {
    subject(body.name);
    return { organisationNo: await makeOrganisation(ctx, body, province) };
  });
  serve(app, edge, organisations.endOrganisation, async (ctx, { body }, { subject }) => {
    subject((await endOrganisation(ctx, body)).name);
    return DONE;
  });
}

function registerAccounts(app: FastifyInstance, edge: Edge): void {
  serve(app, edge, directory.listAccounts, (ctx, { query: { page, ...filter } }) =>
    readAccounts(ctx.db, filter, page, ctx.now),
  );
  serveStream(
    app,
    edge,
    directory.exportAccounts,
    () => '账号.csv',
    (ctx, { query }) => exportAccounts(ctx.db, query, ctx.now),
  );
  serve(app, edge, directory.showAccount, (ctx, { params }) => readAccount(ctx.db, params.accountNo));
  servePrepared(app, edge, directory.makeAccount, async ({ body }) => {
    const { password, passwordHash } = await makeOneTimePassword();
    return async (ctx, _input, { subject }) => {
      subject(body.name);
      const { account_no } = await makeAccountByHand(ctx, body, passwordHash);
      return { accountNo: account_no, oneTimePassword: password };
    };
  });
  serve(app, edge, directory.endAccount, async (ctx, { body }, { subject }) => {
    subject((await endAccount(ctx, body)).name);
    return DONE;
  });
  servePrepared(app, edge, directory.resetPassword, async ({ body }) => {
    const { password, passwordHash } = await makeOneTimePassword();
    return async (ctx, _input, { subject }) => {
      subject((await resetPassword(ctx, body, passwordHash)).name);
      return { oneTimePassword: password };
    };
  });
}

function registerPosts(app: FastifyInstance, edge: Edge): void {
  serve(app, edge, directory.makePost, async (ctx, { body }, { subject }) => {
    const { postNo, account, organisation } = await makePost(ctx, body);
    subject(`${account.name} ${organisation.name} ${ROLE_NAMES[body.role]}`);
    return { postNo };
  });
  serve(app, edge, directory.endPost, async (ctx, { body }, { subject }) => {
    const { holder_account, organisation_name, role } = await endPost(ctx, body);
    subject(`${holder_account} ${organisation_name} ${ROLE_NAMES[role]}`);
    return DONE;
  });
  serve(app, edge, directory.makeStandIn, async (ctx, { body }, { subject }) => {
    const { standInNo, account, post } = await makeStandIn(ctx, body);
    subject(`${account.name} ${post.organisation_name} ${ROLE_NAMES[post.role]} ${body.untilDay}`);
    return { standInNo };
  });
  serve(app, edge, directory.endStandIn, async (ctx, { body }, { subject }) => {
    const { standInNo } = body;
    subject(`${(await endStandIn(ctx, body)).stands_in} ${standInNo}`);
    return DONE;
  });
}
