import { linesIn } from './patch';

const PATCH = `diff --git a/a.json b/a.json
--- a/a.json
+++ b/a.json
@@ -1,3 +1,4 @@
 {
-  "a": 1
+  "a": 2,
+  "b": "--"
 }
`;

test('lines that came and went are counted, the names of the files are not', () => {
  expect(linesIn(PATCH)).toEqual({ added: 2, removed: 1 });
});

test('what was left out is not nothing', () => {
  expect(linesIn(null)).toBeNull();
});
