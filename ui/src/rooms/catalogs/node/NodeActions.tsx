// Moves that the tree knows too: its dialogs do them, so that both places say the same.
export function NodeActions() {
  return null;
}
