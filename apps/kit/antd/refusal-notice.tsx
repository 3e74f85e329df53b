import { Alert, Button } from 'antd';
import { shownRefusal } from '../refusal.ts';

/** A refusal where the answer would stand: the sentence says what to do next; the number helps whoever is asked. */
export function RefusalNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { sentence, requestId } = shownRefusal(error);
  return (
    <Alert
      type="error"
      className="kit-notice"
      title={sentence}
      description={requestId !== undefined && <span className="kit-request-id">编号 {requestId}</span>}
      action={onRetry !== undefined && <Button onClick={onRetry}>再试一次</Button>}
    />
  );
}
