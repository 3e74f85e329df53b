import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { endAccount } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { instantText } from '../../kit/month.ts';
import { Crumbs } from '../crumbs.tsx';
import { AccountTag } from './account-tag.tsx';
import { EndButton } from './end-button.tsx';
import { GivePostButton } from './give-post-button.tsx';
import { type AccountAnswer, accountQuery, DIRECTORY_KEY } from './identity-queries.ts';
import { PostsTable } from './posts-table.tsx';
import { ResetPasswordButton } from './reset-password-button.tsx';
import { ResetSecondFactorButton } from './reset-second-factor-button.tsx';
import { mayDo } from './session.ts';
import { StandInsTable } from './stand-ins-table.tsx';
import { WaysSection } from './ways-section.tsx';
import { canEnd } from './words.ts';

const route = getRouteApi('/signed-in/accounts/$accountNo');
const shell = getRouteApi('/signed-in');

/** 账号详情: the posts, the stand-ins, and the acts of the system administrator. */
export function AccountPage() {
  const { accountNo } = route.useParams();
  const answer = useQuery(accountQuery(Number(accountNo)));
  return (
    <>
      <Crumbs>
        {[
          <Link key="accounts" to="/accounts">
            账号
          </Link>,
          answer.data?.displayName ?? '账号详情',
        ]}
      </Crumbs>
      {answer.data === undefined ? (
        <Page title="账号详情">
          <Loaded query={answer}>{() => null}</Loaded>
        </Page>
      ) : (
        <Loaded query={answer}>{(shown) => <AccountShown account={shown} />}</Loaded>
      )}
    </>
  );
}

function AccountShown({ account }: { account: AccountAnswer }) {
  const { account: own } = shell.useRouteContext();
  const isOwn = own.accountNo === account.accountNo;
  const mayAct = mayDo(own, endAccount.permission) && !isOwn && account.endedOn === null;
  return (
    <Page
      title={account.displayName}
      lead={
        <span className="staff-standing">
          <AccountTag account={account} />
          <span>
            账号 <strong>{account.name}</strong>，{instantText(account.createdAt)} 建立
          </span>
        </span>
      }
      actions={
        mayAct && (
          <>
            <ResetPasswordButton account={account} />
            {account.hasSecondFactor && <ResetSecondFactorButton account={account} />}
            <EndAccountButton account={account} />
          </>
        )
      }
    >
      {isOwn && mayDo(own, endAccount.permission) && (
        <p>
          这是您自己的账号：自己的岗位和停用，请另一位系统管理员办理；口令在<Link to="/own/password">修改口令</Link>
          里自己改。
        </p>
      )}
      <Section title="岗位" aside={mayAct && <GivePostButton account={account} />}>
        <PostsTable account={account} mayAct={mayAct} />
      </Section>
      <Section title="代岗">
        <StandInsTable account={account} mayAct={mayAct} />
      </Section>
      <WaysSection account={account} mayAct={mayAct} />
    </Page>
  );
}

function EndAccountButton({ account }: { account: AccountAnswer }) {
  const { accountNo, version, name, displayName, posts, standIns } = account;
  const open = posts.filter(canEnd).length;
  const standing = standIns.filter(canEnd).length;
  return (
    <EndButton
      text="停用账号"
      title={`停用${displayName}的账号`}
      okText="确认停用"
      act={() => call(endAccount, { body: { accountNo, version } })}
      stale={DIRECTORY_KEY}
    >
      <ul className="staff-what-happens">
        <li>{displayName}从现在起不能登录；正在使用的，立刻退出。</li>
        <li>
          他的 <strong>{open} 个岗位</strong>、<strong>{standing} 次代岗</strong>今天一起结束。
        </li>
        <li>账号名 {name} 不能再给别人用；他办过的事都留在记录里。</li>
      </ul>
      <p>
        <strong>停用后不能恢复。</strong>只是临时离开的，请安排代岗；换单位的，请结束旧岗位、设立新岗位。
      </p>
    </EndButton>
  );
}
