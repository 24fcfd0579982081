import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment, useMay } from '@/app/session';
import { useToasts } from '@/shared/toasts';
import { deleteTag, putTag } from './tagging';

interface Shown {
  catalog: string;
  digest: string;
  tags: string[];
}

/** The movable names of a version; a name that stands elsewhere moves here. */
export function Tags({ catalog, digest, tags }: Shown) {
  const { t } = useTranslation('publishing');
  const may = useMay('publisher', { catalog });
  const { add, remove, isPending } = useTagging(catalog, digest);
  return (
    <span className="pub-line" style={{ gap: 4 }}>
      {tags.map((name) => (
        <Tag
          key={name}
          style={{ margin: 0 }}
          closable={may && { 'aria-label': t('tags.remove', { name }) }}
          onClose={(event) => {
            event.preventDefault();
            remove(name);
          }}
        >
          {name}
        </Tag>
      ))}
      {may && <NewTag isPending={isPending} add={add} />}
    </span>
  );
}

function NewTag({ isPending, add }: { isPending: boolean; add: (name: string) => void }) {
  const { t } = useTranslation('publishing');
  const [name, setName] = useState<string | null>(null);
  if (name === null)
    return (
      <Button
        type="text"
        size="small"
        icon={<PlusOutlined />}
        aria-label={t('tags.add')}
        title={t('tags.add')}
        loading={isPending}
        onClick={() => setName('')}
      />
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') add(name.trim());
    setName(null);
  };
  return (
    <form onSubmit={submit}>
      <Input
        size="small"
        autoFocus
        style={{ width: 130 }}
        aria-label={t('tags.name')}
        placeholder={t('tags.name')}
        value={name}
        maxLength={63}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setName(null)}
        onBlur={() => setName(null)}
      />
    </form>
  );
}

function useTagging(catalog: string, digest: string) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const { done, refused } = useToasts();
  const queries = useQueryClient();
  const look = () => queries.invalidateQueries({ queryKey: ['publishing', environment, catalog] });
  const place = { environment, catalog };
  const undo = (name: string, before: string | null) => async () => {
    await (before === null ? deleteTag(place, name) : putTag(place, name, before));
    await look();
  };
  const added = useMutation({
    mutationFn: (name: string) => putTag(place, name, digest),
    onSuccess: (before, name) =>
      done(t(before === null ? 'tags.added' : 'tags.moved', { name }), undo(name, before)),
    onError: (wrong) => refused(wrong, t('tags.notAdded')),
    onSettled: look,
  });
  const removed = useMutation({
    mutationFn: (name: string) => deleteTag(place, name),
    onSuccess: (_, name) => done(t('tags.removed', { name }), undo(name, digest)),
    onError: (wrong) => refused(wrong, t('tags.notRemoved')),
    onSettled: look,
  });
  return {
    add: added.mutate,
    remove: removed.mutate,
    isPending: added.isPending || removed.isPending,
  };
}
