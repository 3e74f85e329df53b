import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { mandateSearch, peopleSearch, questionSearch } from '../search.ts';
import { signedIn } from '../signed-in.tsx';

const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('./people-search-page.tsx'), 'PeopleSearchPage'),
});

const mandates = createRoute({
  getParentRoute: () => signedIn,
  path: '/mandates',
  validateSearch: mandateSearch,
  component: lazyRouteComponent(() => import('./mandates-page.tsx'), 'MandatesPage'),
});

const makeMandate = createRoute({
  getParentRoute: () => signedIn,
  path: '/mandates/make',
  component: lazyRouteComponent(() => import('./make-mandate-page.tsx'), 'MakeMandatePage'),
});

const mandate = createRoute({
  getParentRoute: () => signedIn,
  path: '/mandates/$mandateNo',
  component: lazyRouteComponent(() => import('./mandate-page.tsx'), 'MandatePage'),
});

const questions = createRoute({
  getParentRoute: () => signedIn,
  path: '/access-questions',
  validateSearch: questionSearch,
  component: lazyRouteComponent(() => import('./questions-page.tsx'), 'QuestionsPage'),
});

const question = createRoute({
  getParentRoute: () => signedIn,
  path: '/access-questions/$questionNo',
  component: lazyRouteComponent(() => import('./question-page.tsx'), 'QuestionPage'),
});

export const peopleRoutes = [people, mandates, makeMandate, mandate, questions, question] as const;
