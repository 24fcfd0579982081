// Before the first paint: a page that turns dark after it was shown light hurts the eyes.
(() => {
  let said = null;
  try {
    said = localStorage.getItem('theme');
  } catch {
    // storage may be forbidden: then the system decides
  }
  const dark = said === 'dark' || (said !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
})();
