import type { FormInstance } from 'antd';
import type { AnyRoute } from '#platform/contract/route.ts';

/** Checks a form against the route it will call; what is wrong is shown at its field, in the contract's words. */
export function showFieldErrors(form: FormInstance, route: AnyRoute, body: unknown): boolean {
  const checked = route.body.safeParse(body);
  if (checked.success) return false;
  const issues = checked.error.issues.filter(({ path }) => path.length > 0);
  form.setFields(issues.map(({ path, message }) => ({ name: path as (string | number)[], errors: [message] })));
  const first = issues[0]?.path;
  if (first !== undefined) form.focusField(first as (string | number)[]);
  return true;
}
