import { Answer } from '@/shared/states';
import { RulesHead } from './RulesHead';
import { useRevision } from './revision';
import { Cases } from './tests/Cases';
import { RunCard } from './tests/RunCard';
import './tests/tests.css';

/** The cases of a revision: what came of them, what they tried, and what its branch demands of them. */
export function Page() {
  const asked = useRevision();
  return (
    <div className="room">
      <RulesHead />
      <Answer asked={asked} rows={8}>
        {(revision) => (
          <>
            <RunCard key={revision.commit.id} revision={revision} />
            <Cases revision={revision} />
          </>
        )}
      </Answer>
    </div>
  );
}
