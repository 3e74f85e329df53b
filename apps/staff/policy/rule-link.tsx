import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ruleQuery } from './policy-queries.ts';

/** A rule by its Chinese title; its file name until that is known. */
export function RuleLink({ file, version }: { file: string; version: string }) {
  const rule = useQuery(ruleQuery(file));
  return (
    <Link to="/rule" search={{ file, version }}>
      {rule.data?.title ?? file}
    </Link>
  );
}
