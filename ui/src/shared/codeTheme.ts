// One look of code in light and dark: the browser chooses of each pair, so nothing is rebuilt when the theme changes.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const words = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#1f4fa3, #8ab4ff)' },
  { tag: tags.string, color: 'light-dark(#a03a12, #f0a27a)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#0b6b50, #7fd6b4)' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'light-dark(#7a2ea0, #d5a6f5)' },
  { tag: tags.comment, color: 'light-dark(#59636f, #98a2b3)', fontStyle: 'italic' },
]);

const ground = EditorView.theme({
  '&': {
    color: 'var(--ant-color-text)',
    backgroundColor: 'var(--ant-color-bg-container)',
    fontSize: '12.5px',
  },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, monospace', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--ant-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--ant-color-text)' },
  '&.cm-focused': { outline: '2px solid var(--ant-color-primary)', outlineOffset: '-1px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ant-color-text-secondary)', border: 'none' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground, ::selection': {
    backgroundColor: 'light-dark(#cfe0ff, #29436f) !important',
  },
  '.cm-matchingBracket': { backgroundColor: 'light-dark(#dbe7ff, #2a3c5c) !important', outline: 'none' },
  '.cm-tooltip': {
    backgroundColor: 'var(--ant-color-bg-elevated)',
    color: 'var(--ant-color-text)',
    border: '1px solid var(--ant-color-border-secondary)',
    borderRadius: '6px',
    boxShadow: 'var(--ant-box-shadow-secondary)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--ant-control-item-bg-active)',
    color: 'var(--ant-color-text)',
  },
  '.cm-completionDetail': { color: 'var(--ant-color-text-secondary)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 600 },
  '.cm-completionInfo': { padding: '6px 8px', maxWidth: '280px', whiteSpace: 'pre-line' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--ant-color-error)' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--ant-color-primary)', color: '#fff', borderRadius: '4px' },
});

export const codeTheme: Extension = [ground, syntaxHighlighting(words)];
