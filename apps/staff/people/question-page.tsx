import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  answerAccessQuestion,
  FINDING_NAMES,
  QUESTION_STATUS_NAMES,
  type showAccessQuestion,
  takeAccessQuestion,
} from '#modules/people/contract.ts';
import { call } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { instantText } from '../../kit/month.ts';
import { QUESTIONS_KEY, questionQuery } from './mandate-queries.ts';
import { WordsButton } from './words-button.tsx';

const route = getRouteApi('/signed-in/access-questions/$questionNo');

type Question = Reply<typeof showAccessQuestion>;

/** 一件质疑: what was asked about which look, and what to answer. */
export function QuestionPage() {
  const { questionNo } = route.useParams();
  const question = useQuery(questionQuery(Number(questionNo)));
  return (
    <Page title={`第 ${questionNo} 件查看质疑`}>
      <Loaded query={question}>{(shown) => <QuestionShownHere question={shown} />}</Loaded>
    </Page>
  );
}

function QuestionShownHere({ question }: { question: Question }) {
  const { entry, status, dueDay, finding, answer } = question;
  return (
    <>
      <Section title={QUESTION_STATUS_NAMES[status]}>
        <p>
          {question.personNameMasked} {instantText(question.askedAt)} 提出，最晚 {dueDay} 答复。
        </p>
        <p>问：{question.question}</p>
        {answer !== null && (
          <p>
            答复：{finding && FINDING_NAMES[finding]}。{answer}
          </p>
        )}
        <QuestionActs question={question} />
      </Section>
      <Section title="被质疑的查看">
        {entry === null ? (
          <p>这条审计已过保存期。</p>
        ) : (
          <p>
            {instantText(entry.at)}，{entry.organisation} {entry.role} {entry.nameMasked}：{entry.title}；事由：
            {entry.purpose}
            {entry.list !== null && `；名单：${entry.list}`}
          </p>
        )}
      </Section>
    </>
  );
}

function QuestionActs({ question: { questionNo, actions } }: { question: Question }) {
  const queryClient = useQueryClient();
  const take = useMutation({
    mutationFn: () => call(takeAccessQuestion, { body: { questionNo } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: QUESTIONS_KEY }),
  });
  return (
    <div className="staff-filter">
      {actions.includes('take') && (
        <Button type="primary" loading={take.isPending} onClick={() => take.mutate()}>
          受理
        </Button>
      )}
      {actions.includes('answer') &&
        (['justified', 'unjustified'] as const).map((finding) => (
          <WordsButton
            key={finding}
            text={`答复：${FINDING_NAMES[finding]}`}
            title={`答复：${FINDING_NAMES[finding]}`}
            label="核查了什么、结论是什么"
            route={answerAccessQuestion}
            bodyOf={(answer) => ({ questionNo, finding, answer })}
          />
        ))}
      {take.isError && <RefusalNotice error={take.error} />}
    </div>
  );
}
