import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useId, useState } from 'react';
import { call } from '#platform/contract/call.ts';
import type { AnyRoute, Input as RouteInput } from '#platform/contract/route.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { DialogButton, DialogFoot } from '../identity/dialog-button.tsx';

type Wish<R extends AnyRoute> = {
  text: string;
  title: string;
  label: string;
  /** Something to tick beside the words. */
  check?: string | undefined;
  primary?: boolean;
  danger?: boolean;
  route: R;
  bodyOf: (words: string, isChecked: boolean) => RouteInput<R>['body'];
};

/** An act that wants some words with it. */
export function WordsButton<R extends AnyRoute>({ text, title, primary = false, danger = false, ...more }: Wish<R>) {
  return (
    <DialogButton text={text} title={title} primary={primary} danger={danger}>
      {(close) => <WordsForm {...more} text={text} close={close} />}
    </DialogButton>
  );
}

type FormWish<R extends AnyRoute> = Pick<Wish<R>, 'label' | 'check' | 'route' | 'bodyOf' | 'text'> & {
  close: () => void;
};

function WordsForm<R extends AnyRoute>({ label, check, route, bodyOf, text, close }: FormWish<R>) {
  const [words, setWords] = useState('');
  const [isChecked, setChecked] = useState(false);
  const id = useId();
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: () => call(route, { body: bodyOf(words, isChecked) } as Partial<RouteInput<R>>),
    onSuccess: async () => {
      close();
      await queryClient.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate();
      }}
    >
      <div className="staff-field">
        <label htmlFor={id}>{label}</label>
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={1_000}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      </div>
      {check !== undefined && (
        <Checkbox checked={isChecked} onChange={({ target }) => setChecked(target.checked)}>
          {check}
        </Checkbox>
      )}
      {act.isError && <RefusalNotice error={act.error} />}
      <DialogFoot>
        <Button onClick={close}>先不办</Button>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {text}
        </Button>
      </DialogFoot>
    </form>
  );
}
