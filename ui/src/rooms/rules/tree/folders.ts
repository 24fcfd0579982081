// Paths become folders, folders become lines: which are shown follows from what stands open and what is looked for.
import { KINDS } from '@/rooms/repository/kinds';

export interface Line {
  path: string;
  name: string;
  depth: number;
  isFolder: boolean;
  /** Of a folder: how many files lie in it and below. */
  count: number;
  isOpen: boolean;
}

interface Folder {
  path: string;
  folders: Map<string, Folder>;
  files: string[];
  count: number;
}

const emptyAt = (path: string): Folder => ({ path, folders: new Map(), files: [], count: 0 });

/** The folders of the kinds are there even while nothing lies in them, in the order of the work. */
function grown(paths: readonly string[]): Folder {
  const root = emptyAt('');
  for (const { folder } of KINDS) root.folders.set(folder, emptyAt(folder));
  for (const path of paths) {
    let here = root;
    here.count++;
    for (const step of path.split('/').slice(0, -1)) {
      const below = here.folders.get(step) ?? emptyAt(here.path ? `${here.path}/${step}` : step);
      here.folders.set(step, below);
      here = below;
      here.count++;
    }
    here.files.push(path);
  }
  return root;
}

export function linesOf(paths: readonly string[], open: ReadonlySet<string>, wanted = ''): Line[] {
  const sought = wanted.trim().toLowerCase();
  const shown = sought ? paths.filter((path) => path.toLowerCase().includes(sought)) : paths;
  const lines: Line[] = [];
  function add(folder: Folder, depth: number) {
    for (const [name, below] of folder.folders) {
      if (sought && below.count === 0) continue;
      const isOpen = sought !== '' || open.has(below.path);
      lines.push({ path: below.path, name, depth, isFolder: true, count: below.count, isOpen });
      if (isOpen) add(below, depth + 1);
    }
    for (const path of folder.files)
      lines.push({ path, name: nameOf(path), depth, isFolder: false, count: 0, isOpen: false });
  }
  add(grown(shown), 0);
  return lines;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function foldersOf(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, position) => steps.slice(0, position + 1).join('/'));
}

/** Where an arrow leads: into a folder, out of it, to the next line. */
export function moved(lines: readonly Line[], at: number, key: string): { at: number; turn?: string } {
  const line = lines[at];
  if (key === 'ArrowDown') return { at: Math.min(at + 1, lines.length - 1) };
  if (key === 'ArrowUp') return { at: Math.max(at - 1, 0) };
  if (key === 'Home') return { at: 0 };
  if (key === 'End') return { at: lines.length - 1 };
  if (key === 'ArrowRight' && line?.isFolder)
    return line.isOpen ? { at: Math.min(at + 1, lines.length - 1) } : { at, turn: line.path };
  if (key === 'ArrowLeft' && line) {
    if (line.isFolder && line.isOpen) return { at, turn: line.path };
    const above = lines.findLastIndex((each, position) => position < at && each.depth < line.depth);
    return { at: above === -1 ? at : above };
  }
  return { at };
}
