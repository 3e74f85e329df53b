/** 数据级别 of every column, from its comment: GB/T 43697-2024 general data in four levels, GB/T 45574-2025 sensitive persons' data. */
export const LEVELS = [1, 2, 3, 4] as const;
export type Level = (typeof LEVELS)[number];

/** What each level asks of whoever stores, shows, logs or exports it (C-41). Everything that handles columns follows this table. */
export type Controls = {
  title: string;
  /** By GB/T 43697-2024 and GB/T 45574-2025. */
  basis: string;
  /** In replies: as it is, masked, or masked and unmasked one field of one person at a time. */
  reply: 'clear' | 'masked' | 'reveal';
  /** In the database: sealed, or only findable by a keyed index. */
  sealed: boolean;
  /** In logs: as it is, or never. */
  log: 'clear' | 'never';
  /** In exports: as it is, masked, or masked unless somebody approved it. */
  export: 'clear' | 'masked' | 'approval';
};

export const CONTROLS: Readonly<Record<Level, Controls>> = {
  1: {
    title: '内部数据',
    basis: 'GB/T 43697-2024 一般数据1级：泄露不影响个人',
    reply: 'clear',
    sealed: false,
    log: 'clear',
    export: 'clear',
  },
  2: {
    title: '个人信息',
    basis: 'GB/T 43697-2024 一般数据2级：能识别到人，单独泄露影响轻微',
    reply: 'masked',
    sealed: false,
    log: 'never',
    export: 'masked',
  },
  3: {
    title: '敏感个人信息',
    basis: 'GB/T 43697-2024 一般数据3级；GB/T 45574-2025 医疗健康、金融账户等敏感个人信息',
    reply: 'reveal',
    sealed: true,
    log: 'never',
    export: 'approval',
  },
  4: {
    title: '鉴别信息和成组的敏感个人信息',
    basis: 'GB/T 43697-2024 一般数据4级；GB/T 45574-2025：证件号码、账号、住址合在一起，口令和密钥',
    reply: 'reveal',
    sealed: true,
    log: 'never',
    export: 'approval',
  },
};

/** Of a column's comment (`L3 …`); one that nobody classified has the highest level (C-40). */
export function levelOfComment(comment: string | null | undefined): Level {
  const digit = /^L([1-4])\s/.exec(comment ?? '')?.[1];
  return LEVELS.find((level) => String(level) === digit) ?? 4;
}
