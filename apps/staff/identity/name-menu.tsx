import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { Button } from 'antd';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Account, type OwnPost, ROLE_NAMES, signOut, switchPost } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { becomeAccount, forgetSession } from './session.ts';
import { postText } from './words.ts';

const route = getRouteApi('/signed-in');

/** Who is signed in and as what; under the name one's posts, sessions and password. */
export function NameMenu() {
  const { account } = route.useRouteContext();
  const queryClient = useQueryClient();
  const router = useRouter();
  const leave = async () => {
    await call(signOut);
    forgetSession(queryClient);
    await router.invalidate();
  };
  return (
    <div className="staff-account">
      {account.unfinished === null ? <Menu account={account} /> : <span>{account.displayName}</span>}
      <Button onClick={() => void leave()}>退出登录</Button>
    </div>
  );
}

function Menu({ account }: { account: Account }) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const frame = useCloseOutside(() => setIsOpen(false));
  const closeByEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    setIsOpen(false);
    frame.current?.querySelector('button')?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel wherever in it the focus is
    <div className="staff-name" ref={frame} onKeyDown={closeByEscape}>
      <button
        type="button"
        className="staff-name-button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {account.displayName}（{account.post ? ROLE_NAMES[account.post.role] : '没有岗位'}）
        <span aria-hidden="true">{isOpen ? ' ▴' : ' ▾'}</span>
      </button>
      {isOpen && (
        <section id={id} className="staff-name-panel" aria-label="我的账号">
          <Posts account={account} close={() => setIsOpen(false)} />
          <ul className="staff-plain-list">
            <li>
              <Link to="/own/sessions" onClick={() => setIsOpen(false)}>
                我的会话
              </Link>
            </li>
            <li>
              <Link to="/own/security" onClick={() => setIsOpen(false)}>
                安全设置
              </Link>
            </li>
            <li>
              <Link to="/own/password" onClick={() => setIsOpen(false)}>
                修改口令
              </Link>
            </li>
          </ul>
        </section>
      )}
    </div>
  );
}

/** 岗位: the current one, and the others to switch to. */
function Posts({ account: { name, post, posts }, close }: { account: Account; close: () => void }) {
  const become = useSwitch(close);
  const others = posts.filter(({ postNo }) => postNo !== post?.postNo);
  return (
    <>
      <p>
        账号 {name}
        <br />
        现在的岗位：<strong>{post === null ? '没有' : ownPostText(post)}</strong>
      </p>
      {become.isError && <RefusalNotice error={become.error} />}
      {others.length > 0 && <p>换一个岗位：</p>}
      <ul className="staff-plain-list">
        {others.map((other) => (
          <li key={other.postNo}>
            <Button block disabled={become.isPending} onClick={() => become.mutate(other.postNo)}>
              {ownPostText(other)}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function ownPostText(post: OwnPost): string {
  return post.standsInFor === null ? postText(post) : `${postText(post)}（代${post.standsInFor}）`;
}

/** 切换岗位: nothing that the former post saw stays; the new one begins at its home. */
function useSwitch(close: () => void) {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (postNo: number) => call(switchPost, { body: { postNo } }),
    onSuccess: async ({ account }) => {
      close();
      becomeAccount(queryClient, account);
      await router.navigate({ to: '/' });
      await router.invalidate();
    },
  });
}

function useCloseOutside(close: () => void) {
  const frame = useRef<HTMLDivElement>(null);
  const closing = useRef(close);
  closing.current = close;
  useEffect(() => {
    const closeOutside = ({ target }: Event) => {
      if (!(target instanceof Node && frame.current?.contains(target))) closing.current();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, []);
  return frame;
}
