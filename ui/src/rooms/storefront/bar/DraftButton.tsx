// The draft as customers would see it: frozen as a version that nobody serves, and then read like any other.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { useToasts } from '@/shared/toasts';
import { useShop } from '../shop/InShop';
import { freeze } from './freezing';

export function DraftButton() {
  const { t } = useTranslation('storefront');
  const { address, looking, go } = useShop();
  const { environment } = looking.seen;
  const toasts = useToasts();
  const queries = useQueryClient();
  const may = useMay(['publisher', 'catalog-editor'], { catalog: address.catalog });
  const freezing = useMutation({
    mutationFn: () => freeze(environment, address.catalog),
    onSuccess: (version) => {
      void queries.invalidateQueries({ queryKey: ['storefront', environment, 'versions'] });
      go({ ...address, version, tag: undefined, asOf: undefined, anonymous: false });
    },
    onError: (wrong) => toasts.refused(wrong),
  });
  return (
    <Tooltip title={may ? t('bar.draftHint') : t('bar.draftMayNot')}>
      <Button size="small" disabled={!may} loading={freezing.isPending} onClick={() => freezing.mutate()}>
        {t('bar.previewDraft')}
      </Button>
    </Tooltip>
  );
}
