// The rules of a node: which rate plans they let in, which they keep out, and what a change would do to whom.
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { Answer, Loading } from '@/shared/states';
import { useLanguage, useNode, useRuleset } from './asking';
import { RuleDesk } from './RuleDesk';
import './rules.css';

export function RuleTab({ catalog, node }: { catalog: string; node: string }) {
  const { ready } = useTranslation('shelfRules');
  const standing = useRuleset(node);
  const place = useNode(node);
  const language = useLanguage();
  const may = useMay(['rule-author', 'catalog-editor'], { catalog, path: place.data?.path ?? '' });
  if (!ready) return <Loading />;
  return (
    <Answer asked={language}>
      {(words) => (
        <Answer asked={place}>
          {(there) => (
            <Answer asked={standing}>
              {(found) => (
                <RuleDesk
                  key={node}
                  catalog={catalog}
                  node={node}
                  path={there.path}
                  standing={found}
                  language={words}
                  mayEdit={may}
                />
              )}
            </Answer>
          )}
        </Answer>
      )}
    </Answer>
  );
}
