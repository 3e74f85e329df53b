import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FILE_KINDS, type FileKind, MEDIA_TYPES } from '../contract/file-kind.ts';
import type { AnyRoute, Input, Reply } from '../contract/route.ts';
import { type CheckedFile, checkUpload } from '../files/check-upload.ts';
import type { StoredFile } from '../files/file-store.ts';
import { refuseFile } from '../files/refuse.ts';
import type { Ctx } from '../session/ctx.ts';
import { admit, admitCaller, mustHaveScope } from './admit.ts';
import { type Edge, type Extras, type Handler, perform } from './serve.ts';

/** Each is held in memory while it is checked. */
const MOST_AT_ONCE = 8;

export type UploadHandler<R extends AnyRoute> = (
  ctx: Ctx,
  input: Input<R>,
  file: CheckedFile,
  extras: Extras,
) => Promise<Reply<R>>;

/** 上传: a route whose body is a file. Who may not upload is refused before the body is read; the file is checked first. */
export function serveUpload<R extends AnyRoute>(
  app: FastifyInstance,
  edge: Edge,
  route: R,
  handler: UploadHandler<R>,
): void {
  mustHaveScope(route);
  const { upload } = route;
  if (!upload) throw new Error(`${route.path}: the route declares no upload`);
  takeFiles(app);
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: upload.largestBytes,
    config: { mediaTypes: upload.kinds.map((kind) => MEDIA_TYPES[kind]) },
    onRequest: async (request, reply) => {
      await admitCaller(edge, route, request);
      takePlace(reply);
    },
    handler: async (request, reply) => {
      const { user, input } = await admit(edge, route, request);
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return perform(edge, route, { user, input, request, reply }, async (): Promise<Handler<R>> => {
        const file = await checkUpload(body, upload);
        return (ctx, checked, extras) => handler(ctx, checked, file, extras);
      });
    },
  });
}

export type FileToSend = StoredFile & { name: string };
export type FileHandler<R extends AnyRoute> = (ctx: Ctx, input: Input<R>, extras: Extras) => Promise<FileToSend>;

/** 下载: a stored file, always as something to save and never as a page of ours. The handler checks who may have it. */
export function serveFile<R extends AnyRoute>(
  app: FastifyInstance,
  edge: Edge,
  route: R,
  handler: FileHandler<R>,
): void {
  mustHaveScope(route);
  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const { user, input } = await admit(edge, route, request);
      let file: FileToSend | undefined;
      const read: Handler<R> = async (ctx, checked, extras) => {
        file = await handler(ctx, checked, extras);
        return '' as Reply<R>;
      };
      await perform(edge, route, { user, input, request, reply }, async () => read);
      return file ? sendFile(reply, file) : refuseFile('file.absent');
    },
  });
}

function sendFile(reply: FastifyReply, { kind, bytes, name }: FileToSend): FastifyReply {
  return reply
    .header('content-type', MEDIA_TYPES[kind])
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .send(bytes);
}

/** The raw bytes, no more than the route allows; never on disk before they are checked. */
function takeFiles(app: FastifyInstance): void {
  for (const type of FILE_KINDS.map((kind: FileKind) => MEDIA_TYPES[kind])) {
    if (app.hasContentTypeParser(type)) continue;
    app.addContentTypeParser(type, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => body);
  }
}

let atOnce = 0;

function takePlace(reply: FastifyReply): void {
  if (atOnce >= MOST_AT_ONCE) refuseFile('file.busy');
  atOnce += 1;
  // Also when the sender goes away in the middle.
  reply.raw.once('close', () => {
    atOnce -= 1;
  });
}
