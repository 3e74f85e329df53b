/** One line per command: how it is typed, what it does. The order is that of a first day. */
const COMMANDS: Record<string, { usage: string; does: string }> = {
  start: {
    usage: 'start [--demo yuhuan|province|none] [--size N] [--seed S] [--port P] [--host H]',
    does: '启动（默认装入玉环市演示数据，端口 8080），按 Ctrl-C 停止',
  },
  stop: { usage: 'stop', does: '停止正在运行的服务' },
  run: {
    usage: 'run allowances --month YYYY-MM [--benefit B] [--county CODE] [--release] [--json]',
    does: '计算一个月的津贴清册；--release 使清册生效',
  },
  explain: { usage: 'explain --person N --month YYYY-MM [--json]', does: '说明某人某月应发多少、为什么' },
  rules: { usage: 'rules check [DIR] [--json]', does: '检查规则文件' },
  population: { usage: 'population --size N [--seed S]', does: '把 N 名合成老年人写成 CSV（标准输出）' },
  bench: { usage: 'bench month [--size N] [--json]', does: '测量全省一个月的计算' },
  directory: {
    usage: 'directory sync [--full] [--dry-run] [--allow-losing N] [--json]',
    does: '按办公平台的通讯录更新账号和岗位（增量；--full 全量，--dry-run 只试算不改）',
  },
  audit: {
    usage: 'audit verify [--heads DIR] [--json] | audit export DIR --from DAY --to DAY [--json]',
    does: '核对审计有没有被改、删、增、截；把一段时间的审计连同证明导出给审计人员',
  },
  keys: {
    usage: 'keys list [--json] | keys rotate [--json]',
    does: '列出数据密钥和各用在多少行；换一把新密钥并把所有行换过去（中断后再执行即接着做）',
  },
  backup: { usage: 'backup DIR [--with-keys] [--json]', does: '备份到文件夹 DIR（默认不含密钥）' },
  restore: { usage: 'restore DIR [--key FILE]', does: '从备份恢复到空的数据文件夹' },
  reset: { usage: 'reset [--yes] [--yes-delete-real-data]', does: '删除数据文件夹里的数据库（保留密钥）' },
  test: { usage: 'test [PATTERN]', does: '运行全部测试，或文件名含 PATTERN 的测试' },
  help: { usage: 'help', does: '显示本说明' },
};

export function helpText(): string {
  const lines = Object.values(COMMANDS).map(({ usage, does }) => `  ./kangyang ${usage}\n      ${does}`);
  return `康养：省级养老服务平台

用法：
${lines.join('\n')}

每个命令都可加 --data DIR（或环境变量 KANGYANG_DATA）指定数据文件夹；
设置环境变量 DATABASE_URL 则使用已有的 PostgreSQL（15 以上）。
退出码：0 成功，1 被拒绝或失败，2 用法错误。`;
}

export function usageOf(command: string): string {
  const known = COMMANDS[command];
  return known ? `用法：./kangyang ${known.usage} [--data DIR]` : '查看全部命令：./kangyang help';
}
