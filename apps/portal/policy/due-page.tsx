import { useEffect, useState } from 'react';
import { usePageTitle } from '../../kit/page-title.ts';
import { AnswerView } from './answer-view.tsx';
import { type Answer, type Asked, DueForm } from './due-form.tsx';

/** 我能领多少: the form, or the answer in its place. Everything lives in memory and goes when the page goes. */
export function DuePage() {
  const [shown, setShown] = useState<{ answer: Answer; asked: Asked }>();
  const [isAgain, setIsAgain] = useState(false);
  usePageTitle('我能领多少高龄津贴');
  useEffect(() => {
    // The answer is a step in the browser's history without an address of its own: "back" leads to the form.
    const backToForm = () => setShown(undefined);
    window.addEventListener('popstate', backToForm);
    return () => window.removeEventListener('popstate', backToForm);
  }, []);
  if (shown) return <AnswerView {...shown} onAgain={() => window.history.back()} />;
  return (
    <DueForm
      isAgain={isAgain}
      onAnswer={(answer, asked) => {
        window.history.pushState(null, '');
        window.scrollTo(0, 0);
        setShown({ answer, asked });
        setIsAgain(true);
      }}
    />
  );
}
