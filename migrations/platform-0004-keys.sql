-- Data keys, each wrapped by the master key, which is never here. One seals; the older ones open what they sealed.
create table platform.data_key (
  key_id integer primary key,
  algorithm text not null,
  wrapped bytea not null,
  state text not null,
  made_at timestamptz not null,
  retired_at timestamptz,
  constraint data_key_number check (key_id between 1 and 65535),
  constraint data_key_algorithm check (algorithm in ('aes-256-gcm', 'sm4-ctr-hmac-sm3')),
  constraint data_key_state check (state in ('active', 'old', 'retired')),
  constraint data_key_retired check ((state = 'retired') = (retired_at is not null))
);
create unique index data_key_one_active on platform.data_key (state) where state = 'active';
comment on table platform.data_key is '数据密钥 | purpose=封存敏感个人信息 | basis=GB/T 39786-2021 8.4;GB/T 22239-2019 8.1.4.8 | retention=永久';
comment on column platform.data_key.key_id is 'L1 密钥编号';
comment on column platform.data_key.algorithm is 'L1 算法';
comment on column platform.data_key.wrapped is 'L4 封存:数据密钥(由主密钥包裹)';
comment on column platform.data_key.state is 'L1 状态';
comment on column platform.data_key.made_at is 'L1 产生时间';
comment on column platform.data_key.retired_at is 'L1 停用时间';
-- The wrapped keys themselves are read by the owner's connection alone.
grant select (key_id, algorithm, state, made_at, retired_at) on platform.data_key to kangyang_app;

-- A rotation may be killed at any moment: what it has done stands here, and it goes on behind that.
create table platform.key_rotation (
  rotation_no integer generated always as identity primary key,
  asked_by text not null,
  asked_at timestamptz not null,
  -- Made when the work begins.
  key_id integer,
  finished_at timestamptz,
  constraint key_rotation_key foreign key (key_id) references platform.data_key (key_id)
);
create unique index key_rotation_one_open on platform.key_rotation ((finished_at is null)) where finished_at is null;
comment on table platform.key_rotation is '密钥轮换 | purpose=中断后续做并留有记录 | basis=GB/T 39786-2021 8.4 | retention=永久';
comment on column platform.key_rotation.rotation_no is 'L1 轮换序号';
comment on column platform.key_rotation.asked_by is 'L2 发起人账号名';
comment on column platform.key_rotation.asked_at is 'L1 发起时间';
comment on column platform.key_rotation.key_id is 'L1 换成的密钥';
comment on column platform.key_rotation.finished_at is 'L1 完成时间';
grant select, insert on platform.key_rotation to kangyang_app;
grant update (finished_at) on platform.key_rotation to kangyang_app;

create table platform.key_rotation_column (
  rotation_no integer not null,
  table_name text not null,
  column_name text not null,
  -- The last row's primary key as text; null before the first batch.
  done_up_to text,
  rows_done bigint not null default 0,
  rows_total bigint not null,
  primary key (rotation_no, table_name, column_name),
  constraint key_rotation_column_rotation foreign key (rotation_no) references platform.key_rotation (rotation_no),
  constraint key_rotation_column_rows check (rows_done >= 0 and rows_total >= 0)
);
comment on table platform.key_rotation_column is '密钥轮换进度 | purpose=中断后续做 | basis=系统运行 | retention=永久';
comment on column platform.key_rotation_column.rotation_no is 'L1 轮换序号';
comment on column platform.key_rotation_column.table_name is 'L1 表';
comment on column platform.key_rotation_column.column_name is 'L1 列';
comment on column platform.key_rotation_column.done_up_to is 'L1 做到哪一行';
comment on column platform.key_rotation_column.rows_done is 'L1 已换行数';
comment on column platform.key_rotation_column.rows_total is 'L1 应换行数';
grant select on platform.key_rotation_column to kangyang_app;

-- How many sealed values each key holds, as last counted.
create table platform.data_key_use (
  key_id integer not null,
  table_name text not null,
  column_name text not null,
  row_count bigint not null,
  counted_at timestamptz not null,
  primary key (key_id, table_name, column_name),
  constraint data_key_use_key foreign key (key_id) references platform.data_key (key_id)
);
comment on table platform.data_key_use is '密钥用量 | purpose=旧密钥何时可停用 | basis=GB/T 39786-2021 8.4 | retention=永久';
comment on column platform.data_key_use.key_id is 'L1 密钥编号';
comment on column platform.data_key_use.table_name is 'L1 表';
comment on column platform.data_key_use.column_name is 'L1 列';
comment on column platform.data_key_use.row_count is 'L1 行数';
comment on column platform.data_key_use.counted_at is 'L1 统计时间';
grant select on platform.data_key_use to kangyang_app;
