import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGo } from '../address';
import { CommitLink, subjectOf, Who } from '../past/Who';
import { MAIN, type Tag } from '../queries';

export function TagLines({ tags }: { tags: readonly Tag[] }) {
  const { t } = useTranslation('rules');
  return (
    <table className="plain-table rr-refs">
      <thead>
        <tr>
          <th>{t('tag.name')}</th>
          <th>{t('tag.at')}</th>
          <th>
            <span className="rr-unseen">{t('branch.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tags.map((each) => (
          <TagLine key={each.name} tag={each} />
        ))}
      </tbody>
    </table>
  );
}

function TagLine({ tag }: { tag: Tag }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  return (
    <tr>
      <td>
        <button type="button" className="rr-link" onClick={() => go('', { at: tag.name })}>
          {tag.name}
        </button>
      </td>
      <td>
        <span className="rr-about">
          {tag.commit && <CommitLink id={tag.commit} at={tag.name} />}
          <span className="rr-cut">{subjectOf(tag.message ?? '')}</span>
          {tag.tagger && tag.at && <Who commit={{ author: tag.tagger, at: tag.at }} />}
        </span>
      </td>
      <td className="right">
        <Button
          size="small"
          aria-label={t('tag.compareLabel', { tag: tag.name })}
          onClick={() => go('/compare', { at: MAIN, from: tag.name, to: MAIN })}
        >
          {t('tag.compare')}
        </Button>
      </td>
    </tr>
  );
}
