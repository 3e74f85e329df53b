import { FINDING_NAMES, listOwnQuestions, QUESTION_STATUS_NAMES } from '#modules/people/contract.ts';
import { dayText } from '../../kit/month.ts';
import { Answered, useAnswer } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import type { OwnPerson } from '../signed-in.tsx';
import { EntryText } from './lookers-view.tsx';

/** 我问过的, with the answers. */
export function QuestionsView({ person }: { person: OwnPerson }) {
  const { answer } = useAnswer(listOwnQuestions, { params: { personNo: person.personNo } });
  return (
    <Screen title="我问过的">
      <Answered answer={answer}>
        {({ questions }) => (
          <>
            {questions.length === 0 && <p>还没有问过。</p>}
            <ul className="cards">
              {questions.map(({ questionNo, entry, question, isMine, status, finding, answer: words, dueDay }) => (
                <li key={questionNo} className="card">
                  {entry ? <EntryText entry={entry} /> : <h2>这条记录已过保存期</h2>}
                  <p>
                    {isMine ? '您问' : '受托人问'}：{question}
                  </p>
                  <p>
                    现在：<strong>{QUESTION_STATUS_NAMES[status]}</strong>
                    {status !== 'answered' && `，最晚${dayText(dueDay)}答复`}
                  </p>
                  {words !== null && (
                    <p>
                      答复：{finding && `${FINDING_NAMES[finding]}。`}
                      {words}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </Screen>
  );
}
