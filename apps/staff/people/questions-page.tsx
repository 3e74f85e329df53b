import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import {
  FINDING_NAMES,
  QUESTION_STATUS_NAMES,
  QUESTION_STATUSES,
  type QuestionShown,
} from '#modules/people/contract.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page } from '../../kit/antd/page.tsx';
import { Pager } from '../../kit/antd/pager.tsx';
import { instantText } from '../../kit/month.ts';
import { questionsQuery } from './mandate-queries.ts';

const route = getRouteApi('/signed-in/access-questions');
const STATUSES = QUESTION_STATUSES.map((value) => ({ value, label: QUESTION_STATUS_NAMES[value] }));

const COLUMNS: Column<QuestionShown, never>[] = [
  {
    key: 'no',
    title: '序号',
    heading: true,
    cell: ({ questionNo }) => (
      <Link to="/access-questions/$questionNo" params={{ questionNo: String(questionNo) }}>
        第 {questionNo} 件
      </Link>
    ),
  },
  { key: 'person', title: '老人', cell: ({ personNameMasked }) => personNameMasked },
  { key: 'asked', title: '提出时间', cell: ({ askedAt }) => instantText(askedAt) },
  { key: 'due', title: '应答复日', cell: ({ dueDay, isLate }) => (isLate ? `${dueDay}（已超期）` : dueDay) },
  {
    key: 'status',
    title: '状态',
    cell: ({ status, finding }) =>
      finding === null ? QUESTION_STATUS_NAMES[status] : `${QUESTION_STATUS_NAMES[status]}：${FINDING_NAMES[finding]}`,
  },
];

/** 查看质疑: what must be answered first stands first. */
export function QuestionsPage() {
  const { status, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const answer = useQuery(questionsQuery(status, page));
  return (
    <Page title="查看质疑" lead="老人或受托人问“为什么看我的资料”。十五个工作日内核查、答复；答复在门户里给他们看。">
      <div className="staff-filter">
        <Choice
          name="状态"
          value={status}
          options={STATUSES}
          withAll
          onChange={(chosen) => void navigate({ search: { status: chosen } })}
        />
      </div>
      <Loaded query={answer}>
        {({ questions, total, pageSize }) =>
          questions.length === 0 ? (
            <EmptyState title="没有质疑。">
              <p>有人提出时会列在这里。</p>
            </EmptyState>
          ) : (
            <>
              <DataTable<QuestionShown>
                caption="查看质疑"
                columns={COLUMNS}
                rows={questions}
                rowKey={({ questionNo }) => questionNo}
                rowsOpen
              />
              <Pager
                page={page}
                pageSize={pageSize}
                total={total}
                onPage={(wished) => void navigate({ search: { status, page: wished } })}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
