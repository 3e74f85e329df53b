import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { makeMandate, prepareMandate } from '#modules/people/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Page, Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { MandateForm, type MandateWish } from './mandate-form.tsx';
import { MANDATES_KEY } from './mandate-queries.ts';
import { MandateText } from './mandate-text.tsx';
import { type Proof, ProofFields } from './proof-fields.tsx';

type Prepared = { wish: MandateWish; text: Reply<typeof prepareMandate> };

const SECOND_STEP: Record<MandateWish['way'], string> = {
  present: '念给老人听',
  family: '念给老人听',
  paper: '打印、寄出签名，收到照片后核对',
  court: '与裁判文书或公证书核对',
};

/** 登记委托: fill in, read the text aloud, take the proof bound to it. A second worker confirms it on its own page. */
export function MakeMandatePage() {
  const [prepared, setPrepared] = useState<Prepared>();
  const [filled, setFilled] = useState<MandateWish>();
  const prepare = useMutation({
    mutationFn: async (wish: MandateWish) => ({ wish, text: await call(prepareMandate, { body: wish }) }),
    onSuccess: setPrepared,
    gcTime: 0,
  });
  return (
    <Page title="登记委托" lead="先填写，再让老人听完、看完委托书全文，然后留证明。没有念过、签过的，不要登记。">
      {prepared === undefined ? (
        <Section title="第一步：填写">
          <MandateForm
            filled={filled}
            onFilled={(wish) => {
              setFilled(wish);
              prepare.mutate(wish);
            }}
            isPending={prepare.isPending}
          />
          {prepare.isError && <RefusalNotice error={prepare.error} />}
        </Section>
      ) : (
        <Proving prepared={prepared} onBack={() => setPrepared(undefined)} />
      )}
    </Page>
  );
}

function Proving({ prepared: { wish, text }, onBack }: { prepared: Prepared; onBack: () => void }) {
  const [proofs, setProofs] = useState<Proof[]>([]);
  const [readAloud, setReadAloud] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const make = useMutation({
    mutationFn: () => call(makeMandate, { body: { ...wish, textHash: text.textHash, readAloud, proofs } }),
    onSuccess: async ({ mandateNo }) => {
      await queryClient.invalidateQueries({ queryKey: MANDATES_KEY });
      await navigate({ to: '/mandates/$mandateNo', params: { mandateNo: String(mandateNo) } });
    },
  });
  return (
    <>
      <Section
        title={`第二步：${SECOND_STEP[wish.way]}`}
        aside={<Button onClick={() => window.print()}>打印委托书</Button>}
      >
        <MandateText text={text.text} textHash={text.textHash} version={text.version} />
        {wish.way === 'present' && (
          <Checkbox
            checked={readAloud}
            onChange={({ target }) => {
              setReadAloud(target.checked);
              make.reset();
            }}
          >
            已把全文念给老人听，老人明白并同意
          </Checkbox>
        )}
      </Section>
      <Section title="第三步：留证明">
        <ProofFields way={wish.way} textHash={text.textHash} proofs={proofs} onChange={setProofs} />
        {make.isError && <RefusalNotice error={make.error} />}
        <div className="staff-dialog-foot">
          <Button onClick={onBack}>回去改</Button>
          <Button type="primary" loading={make.isPending} onClick={() => make.mutate()}>
            登记
          </Button>
        </div>
      </Section>
    </>
  );
}
