// What the reference of the API leaves out and a screen reader needs: its language, and whether its fields with suggestions are open.
document.documentElement.lang = 'en';
const complete = () => {
  for (const field of document.querySelectorAll('[role="combobox"]:not([aria-expanded])')) field.setAttribute('aria-expanded', 'false');
};
new MutationObserver(complete).observe(document.documentElement, { childList: true, subtree: true });
