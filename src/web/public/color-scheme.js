// Sets the colour scheme before the first paint. A file of its own, because the content policy allows no inline script.
try {
  const chosen = localStorage.getItem('tl-color-scheme');
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
  document.documentElement.style.backgroundColor = isDark ? '#16171b' : '#ffffff';
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
} catch {
  // Without storage the page follows the system's scheme.
}
