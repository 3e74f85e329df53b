-- What people upload. The bytes lie on disk, each file locked by a key of its own; the key is sealed here, so that neither the
-- disk nor the database alone gives anything away, and without its row a file is gone for good.
create table platform.stored_file (
  file_id uuid primary key,
  kind text not null,
  byte_count integer not null,
  sha256 bytea not null,
  sealed_key bytea not null,
  made_at timestamptz not null,
  made_by integer,
  constraint stored_file_kind check (kind in ('jpeg', 'png', 'pdf', 'zip')),
  constraint stored_file_bytes check (byte_count > 0),
  constraint stored_file_sha256 check (octet_length(sha256) = 32)
);
comment on table platform.stored_file is '上传文件 | purpose=保存办事时提交的证明材料 | basis=个人信息保护法第十三条 | retention=同引用它的业务';
comment on column platform.stored_file.file_id is 'L1 文件标识';
comment on column platform.stored_file.kind is 'L1 种类';
comment on column platform.stored_file.byte_count is 'L1 字节数';
comment on column platform.stored_file.sha256 is 'L1 校验值';
comment on column platform.stored_file.sealed_key is 'L4 文件密钥(封存)';
comment on column platform.stored_file.made_at is 'L1 上传时间';
comment on column platform.stored_file.made_by is 'L2 上传人账号序号';
grant select, insert, delete on platform.stored_file to kangyang_app;
