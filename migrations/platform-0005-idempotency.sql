-- 幂等键: the reply to an act, so that the same act sent again (a double click, a retry after a cut line) is answered from here
-- and has one effect. Written in the act's own transaction. Only hashes of the key stand here; the reply is locked with the key
-- itself, which the sender alone has: it may hold a one-time password.
create table platform.idempotency_key (
  key_hash bytea primary key,
  request_hash bytea not null,
  locked_reply bytea,
  made_at timestamptz not null,
  constraint idempotency_key_hash check (octet_length(key_hash) = 32),
  constraint idempotency_request_hash check (octet_length(request_hash) = 32)
);
create index idempotency_key_made on platform.idempotency_key (made_at);
comment on table platform.idempotency_key is '幂等键 | purpose=同一请求重复发送只办一次 | basis=系统运行 | retention=1天';
comment on column platform.idempotency_key.key_hash is 'L1 键的散列(含办事人和接口)';
comment on column platform.idempotency_key.request_hash is 'L1 请求内容的散列';
comment on column platform.idempotency_key.locked_reply is 'L4 加密的答复';
comment on column platform.idempotency_key.made_at is 'L1 时间';
grant select, insert, update (locked_reply), delete on platform.idempotency_key to kangyang_app;
