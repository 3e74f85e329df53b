import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { Button, Form, type FormInstance } from 'antd';
import { CallRefused, call } from '#platform/contract/call.ts';
import type { AnyRoute, Input, Reply } from '#platform/contract/route.ts';
import { showFieldErrors } from '../../kit/antd/form-fields.ts';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { DialogFoot } from './dialog-button.tsx';

/** Refusals about one field, shown at that field. */
export type FieldOfRefusal = Readonly<Record<string, string>>;

export type ActForm<R extends AnyRoute, Filled> = {
  form: FormInstance<Filled>;
  act: UseMutationResult<Reply<R>, Error, Input<R>['body']>;
  send: (filled: Filled) => void;
  /** A refusal that belongs to no field. */
  refusal: Error | undefined;
};

/** A form that calls a route: what is wrong is said at its field before and after the call. */
export function useActForm<R extends AnyRoute, Filled>(
  route: R,
  bodyOf: (filled: Filled) => Input<R>['body'],
  fieldOf: FieldOfRefusal,
  onDone: (reply: Reply<R>, body: Input<R>['body']) => void | Promise<void>,
): ActForm<R, Filled> {
  const [form] = Form.useForm<Filled>();
  const fieldOfError = (error: unknown) => (error instanceof CallRefused ? fieldOf[error.code] : undefined);
  const act = useMutation({
    mutationFn: (body: Input<R>['body']) => call(route, { body } as Partial<Input<R>>),
    // A reply may hold a one-time password: it is not kept.
    gcTime: 0,
    onSuccess: onDone,
    onError: (error) => {
      const name = fieldOfError(error);
      if (name === undefined) return;
      // Names of fields come from the table of refusals, which antd cannot know.
      form.setFields([{ name, errors: [error.message] } as Parameters<typeof form.setFields>[0][number]]);
      form.focusField(name as Parameters<typeof form.focusField>[0]);
    },
  });
  const send = (filled: Filled) => {
    const body = bodyOf(filled);
    if (!showFieldErrors(form, route, body)) act.mutate(body);
  };
  const refusal = act.error !== null && fieldOfError(act.error) === undefined ? act.error : undefined;
  return { form, act, send, refusal };
}

type ActFootProps = { refusal: Error | undefined; okText: string; isPending: boolean; close: () => void };

/** The end of a form in a dialog: the refusal stands beside the button that was pressed. */
export function ActFoot({ refusal, okText, isPending, close }: ActFootProps) {
  return (
    <>
      {refusal !== undefined && <RefusalNotice error={refusal} />}
      <DialogFoot>
        <Button onClick={close}>取消</Button>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {okText}
        </Button>
      </DialogFoot>
    </>
  );
}

/** An empty field is one that was left out. */
export function filled(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
