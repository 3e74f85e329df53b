import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  AUDIENCE_NAMES,
  exportMatrix,
  MARK_SIGNS,
  type Mark,
  type MatrixRole,
  type MatrixRow,
  type showMatrix,
} from '#modules/identity/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { TableFrame } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { countText } from '../../kit/count.ts';
import type { MatrixSearch } from '../search.ts';
import { matrixQuery } from './identity-queries.ts';

type Matrix = Reply<typeof showMatrix>;

const route = getRouteApi('/signed-in/matrix');
const AUDIENCES = (['official', 'outside', 'administrator'] as const).map((value) => ({
  value,
  label: AUDIENCE_NAMES[value],
}));
const MODULE_NAMES: Record<string, string> = {
  allowances: '高龄津贴',
  audit: '审计',
  identity: '账号和组织',
  people: '老人和委托',
  platform: '密钥和分级',
  policy: '规则',
};
const SPOKEN: Record<Mark, string> = { yes: '能用', within: '只在辖区内能用', no: '不能用' };

/** 权限表: every interface that this server serves × every role. */
export function MatrixPage() {
  const answer = useQuery(matrixQuery);
  return (
    <Page
      title="权限表"
      lead="哪个角色能用哪个接口。这张表就是服务器办事时核对的表，在这里不能改；要调整，请改程序里的角色表，经审核后发布。"
      actions={<Button href={addressOf(exportMatrix)}>导出整张表（CSV）</Button>}
    >
      <Loaded query={answer}>{(matrix) => <MatrixShown matrix={matrix} />}</Loaded>
    </Page>
  );
}

function MatrixShown({ matrix }: { matrix: Matrix }) {
  const { audience = 'official', role, module } = route.useSearch();
  const roles = matrix.roles.map((one, at) => ({ ...one, at })).filter((one) => one.audience === audience);
  const chosen = roles.find((one) => one.role === role);
  const inModule = matrix.routes.filter((row) => module === undefined || moduleOf(row) === module);
  const rows = inModule.filter((row) => row.isForRoles && (!chosen || row.marks[chosen.at] !== 'no'));
  return (
    <>
      <Section
        title="按角色"
        aside={
          <p className="staff-total" role="status">
            共 <strong>{countText(rows.length)} 个接口</strong>
          </p>
        }
      >
        <MatrixFilter roles={roles} modules={[...new Set(matrix.routes.map(moduleOf))]} />
        <p>
          {MARK_SIGNS.yes} 能用；{MARK_SIGNS.within}{' '}
          只在辖区内能用；空白不能用。标“再次核对”的是危险的事：15分钟内没有核对过身份的，办以前要再输一次口令和动态口令。
        </p>
        {rows.length === 0 ? (
          <EmptyState title="没有这样的接口。">可以换一个角色或模块看看。</EmptyState>
        ) : (
          <MatrixTable rows={rows} roles={chosen ? [chosen] : roles} />
        )}
      </Section>
      <Section title="不看角色">
        <ul>
          {inModule
            .filter(({ isForRoles }) => !isForRoles)
            .map(({ title, method, path, permissionName }) => (
              <li key={method + path}>
                {title}：{permissionName}
              </li>
            ))}
        </ul>
      </Section>
    </>
  );
}

function MatrixFilter({ roles, modules }: { roles: readonly MatrixRole[]; modules: readonly string[] }) {
  const navigate = route.useNavigate();
  const { audience = 'official', role, module } = route.useSearch();
  const change = (wish: MatrixSearch) => void navigate({ search: (shown) => ({ ...shown, ...wish }) });
  return (
    <div className="staff-filter">
      <Choice
        name="人群"
        value={audience}
        options={AUDIENCES}
        onChange={(wished) => change({ audience: wished, role: undefined })}
      />
      <Choice
        name="角色能用的"
        value={role}
        options={roles.map(({ role: value, name }) => ({ value, label: name }))}
        withAll
        onChange={(wished) => change({ role: wished })}
      />
      <Choice
        name="模块"
        value={module}
        options={modules.map((value) => ({ value, label: MODULE_NAMES[value] ?? value }))}
        withAll
        onChange={(wished) => change({ module: wished })}
      />
    </div>
  );
}

type TableWish = { rows: readonly MatrixRow[]; roles: readonly (MatrixRole & { at: number })[] };

function MatrixTable({ rows, roles }: TableWish) {
  return (
    <div className="staff-matrix">
      <TableFrame caption="权限表">
        <thead>
          <tr>
            <th scope="col">接口</th>
            <th scope="col">涉及地域</th>
            {roles.map(({ role, name }) => (
              <th key={role} scope="col">
                <span className="staff-upright">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, method, path, place, permissionName, isDangerous, marks }) => (
            <tr key={method + path}>
              <th scope="row">
                {title} {isDangerous && <span className="staff-again">再次核对</span>}
                <span className="staff-aside staff-hash">
                  {permissionName}　{method} {path}
                </span>
              </th>
              <td>{place}</td>
              {roles.map(({ role, at }) => (
                <td key={role}>
                  <span aria-hidden="true">{MARK_SIGNS[marks[at] ?? 'no']}</span>
                  <span className="kit-hidden">{SPOKEN[marks[at] ?? 'no']}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </div>
  );
}

/** /api/people/search belongs to people. */
function moduleOf({ path }: MatrixRow): string {
  return path.split('/')[2] ?? '';
}
