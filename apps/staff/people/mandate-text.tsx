type Wish = { text: string; textHash: string; version: string };

/** 委托书全文 as it is read aloud; printed it is one sheet, with room to sign and the hash that binds the paper to these words. */
export function MandateText({ text, textHash, version }: Wish) {
  return (
    <>
      <div className="staff-mandate-sheet">
        <pre className="staff-mandate-text">{text}</pre>
        <div className="staff-print-only">
          <p>委托人签名（或按指印）：＿＿＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿＿</p>
          <p>
            文本 {version}，全文杂凑（SM3）{textHash}
          </p>
        </div>
      </div>
      <p className="staff-aside staff-hash">
        文本 {version}，全文杂凑（SM3）{textHash}
      </p>
    </>
  );
}
