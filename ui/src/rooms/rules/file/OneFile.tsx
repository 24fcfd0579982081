import { useQuery } from '@tanstack/react-query';
import type { Kind } from '@/rooms/repository/kinds';
import { hasEditor } from '@/rooms/ruleEditors/guard';
import { useAddress } from '@/shared/address';
import { Answer } from '@/shared/states';
import { fileQuery } from '../queries';
import type { Revision } from '../revision';
import { templateOf } from '../templates';
import type { Show } from './FileHead';
import { FilePanel } from './FilePanel';

interface Props {
  revision: Revision;
  path: string;
  openFile: (path: string, pointer?: string) => void;
  branchOff: () => void;
}

/** The file in the address, or the one that is about to be made there. */
export function OneFile({ path, ...props }: Props) {
  const [said, say] = useAddress();
  const kind = said.create as Kind | undefined;
  const asked = useQuery({
    ...fileQuery(props.revision.commit.id, path),
    enabled: kind === undefined,
    // The branch moved on: what was read before stays in sight until the new text is there.
    placeholderData: (before) => before,
  });
  const usual: Show = hasEditor(path) ? 'form' : 'text';
  const common = {
    ...props,
    path,
    pointer: said.pointer,
    show: (said.show ?? usual) as Show,
    turn: (show: Show) => say({ show: show === usual ? undefined : show }),
    made: () => say({ create: undefined }, { replace: true }),
    left: () => say({ file: undefined, create: undefined, show: undefined, folder: path.split('/')[0] }),
  };
  if (kind !== undefined) return <FilePanel {...common} file={null} begun={templateOf(kind, nameIn(path))} />;
  return (
    <Answer asked={asked} rows={10}>
      {(file) => <FilePanel {...common} file={file} />}
    </Answer>
  );
}

/** `predicates/eu/high.json` is named `eu/high`. */
function nameIn(path: string): string {
  return path.slice(path.indexOf('/') + 1).replace(/(\.jdm)?\.json$/, '');
}
