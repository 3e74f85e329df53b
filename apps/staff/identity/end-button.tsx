import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { today } from '../../kit/month.ts';
import { DialogButton, DialogFoot } from './dialog-button.tsx';

type EndButtonProps = {
  text: string;
  label?: string;
  title: string;
  okText: string;
  small?: boolean;
  /** A later day than today may be wished. */
  withDay?: boolean;
  /** `untilDay` undefined: today. */
  act: (untilDay: string | undefined) => Promise<unknown>;
  /** Shown lists that are asked again. */
  stale: readonly unknown[];
  /** What will happen. */
  children: ReactNode;
};

/** 结束, 停用: says what will happen before it does. */
export function EndButton({ children, okText, withDay = false, act, stale, ...button }: EndButtonProps) {
  return (
    <DialogButton {...button} danger>
      {(close) => (
        <EndDialog okText={okText} withDay={withDay} act={act} stale={stale} close={close}>
          {children}
        </EndDialog>
      )}
    </DialogButton>
  );
}

type EndDialogProps = Pick<EndButtonProps, 'okText' | 'act' | 'stale' | 'children'> & {
  withDay: boolean;
  close: () => void;
};

function EndDialog({ okText, withDay, act, stale, close, children }: EndDialogProps) {
  const [day, setDay] = useState('');
  const queryClient = useQueryClient();
  const ending = useMutation({
    mutationFn: () => act(day === '' ? undefined : day),
    onSuccess: async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: stale });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ending.mutate();
      }}
    >
      {children}
      {withDay && <EndDay day={day} onDay={setDay} />}
      {ending.isError && <RefusalNotice error={ending.error} />}
      <DialogFoot>
        <Button onClick={close}>先不办</Button>
        <Button type="primary" danger htmlType="submit" loading={ending.isPending}>
          {okText}
        </Button>
      </DialogFoot>
    </form>
  );
}

function EndDay({ day, onDay }: { day: string; onDay: (day: string) => void }) {
  const id = useId();
  return (
    <div className="staff-field">
      <label htmlFor={id}>从哪一天起不再有效</label>
      <Input
        id={id}
        type="date"
        min={today()}
        max="2099-12-31"
        value={day}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => onDay(target.value)}
      />
      <span id={`${id}-help`} className="staff-aside">
        不填就是今天，立刻生效。
      </span>
    </div>
  );
}
