import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';

type DialogButtonProps = {
  text: string;
  /** Said instead of the text where several such buttons stand in one list. */
  label?: string;
  title: string;
  primary?: boolean;
  danger?: boolean;
  small?: boolean;
  /** False where something stands in the dialog that is shown only once. */
  escapes?: boolean;
  children: (close: () => void) => ReactNode;
};

/** A button that asks before it acts. What is in the dialog begins anew every time. */
export function DialogButton(props: DialogButtonProps) {
  const { text, label, title, primary, danger, small, escapes = true, children } = props;
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button
        type={primary ? 'primary' : 'default'}
        size={small ? 'small' : 'middle'}
        danger={danger ?? false}
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        {text}
      </Button>
      <Modal
        open={asking}
        title={title}
        width={640}
        closable={false}
        mask={{ closable: false }}
        keyboard={escapes}
        centered
        footer={null}
        destroyOnHidden
        onCancel={close}
      >
        {asking && children(close)}
      </Modal>
    </>
  );
}

/** The way out on the left of the act, where antd's own dialogs have it. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <div className="staff-dialog-foot">{children}</div>;
}
